namespace MlOps.Import.Source;

/// <summary>The rows of one day, in the source or in the target.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="IdSum">The sum of the last digits of their ids, which differs if one of the rows differs.</param>
/// <param name="Read">How many of them would be read.</param>
internal sealed record DayCount(DateTime Day, long Rows, string IdSum, long Read)
{
    /// <summary>The SQL of a sum of ids, from the last twelve digits of each.</summary>
    public static string WriteSum(string digits) => $"coalesce(sum(('x' || {digits})::bit(48)::bigint), 0)::text";

    public bool HasSameRows(DayCount other) => (Day, Rows, IdSum) == (other.Day, other.Rows, other.IdSum);

    /// <summary>Joins days that follow each other, so that a condition on them is short.</summary>
    public static IReadOnlyList<(DateTime From, DateTime To)> Join(IEnumerable<DateTime> days)
    {
        var spans = new List<(DateTime From, DateTime To)>();
        foreach (var day in days.Order())
        {
            if (spans is [.., var last] && last.To == day)
                spans[^1] = (last.From, day.AddDays(1));
            else
                spans.Add((day, day.AddDays(1)));
        }

        return spans;
    }
}
