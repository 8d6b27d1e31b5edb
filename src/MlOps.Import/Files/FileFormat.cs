namespace MlOps.Import.Files;

/// <summary>The formats of files with one record a line. All are in UTF-8.</summary>
public enum FileFormat
{
    /// <summary>Values with commas, semicolons, tabs or bars between them. The first line names the columns.</summary>
    Csv,

    /// <summary>An object of JSON in each line.</summary>
    JsonLines,
}
