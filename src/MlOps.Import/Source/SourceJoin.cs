namespace MlOps.Import.Source;

/// <summary>Another table, of which each row of this one may refer to a row.</summary>
/// <param name="Table">The other table.</param>
/// <param name="References">The columns of this table that may hold the reference.</param>
/// <param name="Keys">The columns of the other table that it may refer to.</param>
internal sealed record SourceJoin(string Table, string[] References, string[] Keys)
{
    /// <summary>What is read from the other row alone.</summary>
    public SourceColumn[] Columns { get; init; } = [];

    /// <summary>What is read from the other row, and from the row itself where the other one has no value.</summary>
    public SourceColumn[] SharedColumns { get; init; } = [];

    /// <summary>
    /// Whether both rows describe one thing. The rows may then have the same id instead of a reference, and the other row is
    /// read here, not with its own table.
    /// </summary>
    public bool IsSameThing { get; init; }
}
