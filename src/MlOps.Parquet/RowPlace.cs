namespace MlOps.Parquet;

/// <summary>Where a row is.</summary>
public enum RowPlace
{
    /// <summary>In its table.</summary>
    Live,

    /// <summary>In the schema of the archive.</summary>
    Archived,

    /// <summary>In the files of an export.</summary>
    Files,
}
