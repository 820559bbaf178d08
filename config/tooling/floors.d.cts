declare const floors: readonly (readonly string[])[];
export = floors;
