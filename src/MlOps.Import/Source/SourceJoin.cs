namespace MlOps.Import.Source;

/// <summary>Another table, to which rows of this table may refer.</summary>
/// <param name="Table">The other table.</param>
/// <param name="References">The names that the referring column of this table may have.</param>
/// <param name="Keys">The names that the key of the other table may have.</param>
internal sealed record SourceJoin(string Table, string[] References, string[] Keys)
{
    /// <summary>The columns that are read from the other row only.</summary>
    public SourceColumn[] Columns { get; init; } = [];

    /// <summary>The columns that are read from the other row, or from this row where the other one has no value.</summary>
    public SourceColumn[] SharedColumns { get; init; } = [];

    /// <summary>
    /// Whether both rows describe one thing. They may then have the same id instead of a reference, and the other row is read
    /// here, not with its own table.
    /// </summary>
    public bool IsSameThing { get; init; }
}
