/** Version of the generators. It rises when the same id and seed draw other bits than before. */
export const generatorVersion = "1";
