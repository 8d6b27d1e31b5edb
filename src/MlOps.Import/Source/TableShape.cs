namespace MlOps.Import.Source;

/// <summary>What is read from a table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">The columns that are read.</param>
internal sealed record TableShape(string Name, params SourceColumn[] Columns)
{
    /// <summary>The columns that may identify a row. The first one that has a value does.</summary>
    public string[] Keys { get; init; } = ["id"];

    public SourceJoin? Join { get; init; }

    public SourceChildren? Children { get; init; }

    /// <summary>The column that marks the table. Without it, the table only happens to have the same name.</summary>
    public string? Marker { get; init; }

    /// <summary>Of all rows with the same value in this column, only the oldest one is read.</summary>
    public string? DistinctBy { get; init; }

    /// <summary>The time by which rows are sorted, the latest one first.</summary>
    public string? LatestFirst { get; init; }

    /// <summary>A number by which rows are sorted, the lowest one first.</summary>
    public string? LowestFirst { get; init; }

    /// <summary>Whether all other columns are read too, as one document.</summary>
    public bool HasExtraColumns { get; init; }

    /// <summary>Columns that are not needed, since their values are computed or are read with another table.</summary>
    public string[] IgnoredColumns { get; init; } = [];
}
