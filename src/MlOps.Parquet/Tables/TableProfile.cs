namespace MlOps.Parquet.Tables;

/// <summary>What the rows of a table are, without their order.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="RowSum">The sum of the hashes of the rows, which holds the values of a row together.</param>
/// <param name="Columns">What each column has, in their order.</param>
internal sealed record TableProfile(long Rows, string RowSum, IReadOnlyList<ColumnProfile> Columns)
{
    /// <summary>Says in what another one differs, as the end of a sentence; null if in nothing.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="names">The names of the columns.</param>
    public string? FindDifference(TableProfile other, IReadOnlyList<string> names)
    {
        if (Rows != other.Rows)
            return $"{Rows} rows and {other.Rows}";

        for (var i = 0; i < Columns.Count; i++)
        {
            var (one, another) = (Columns[i], other.Columns[i]);
            if ((one.Count, one.Sum) != (another.Count, another.Sum))
                return $"other values in the column {names[i]}";

            // Those of another type may be written in another way, and the sum has them all.
            if (one.Type == another.Type && (one.Min, one.Max) != (another.Min, another.Max))
                return $"another smallest or largest value in the column {names[i]}";
        }

        return RowSum == other.RowSum ? null : "the same values in other rows";
    }
}
