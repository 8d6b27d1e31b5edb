namespace MlOps.Import.Reports;

/// <summary>What became of one table of the source.</summary>
public sealed class ImportedTable(string source, string target)
{
    private const int MaxReasons = 50;
    private const int MaxIds = 3;
    private const string OtherReasons = "other rules";

    private readonly Dictionary<string, (long Count, List<string> Ids)> _reasons = [];
    private readonly SortedDictionary<string, long> _changes = new(StringComparer.Ordinal);

    /// <summary>Its name in the source.</summary>
    public string Source { get; } = source;

    /// <summary>Where its rows went.</summary>
    public string Target { get; } = target;

    public long Read { get; internal set; }

    public long Taken { get; internal set; }

    /// <summary>Rows of an earlier run, and such as repeat another.</summary>
    public long AlreadyThere { get; internal set; }

    public long Refused { get; private set; }

    /// <summary>Why nothing of the table was taken; null if it was.</summary>
    public string? NotTaken { get; internal set; }

    /// <summary>What was changed in how many rows.</summary>
    public IReadOnlyDictionary<string, long> Changes => _changes;

    /// <summary>What holds for the table as a whole.</summary>
    public IReadOnlyList<string> Remarks { get; internal set; } = [];

    /// <summary>Columns that the source has and that have no place here: they are not taken.</summary>
    public IReadOnlyList<string> ColumnsLeft { get; internal set; } = [];

    /// <summary>Such columns whose values are kept in a document of the row, under "imported".</summary>
    public IReadOnlyList<string> ColumnsKept { get; internal set; } = [];

    /// <summary>Columns that have a place here and that the source lacks.</summary>
    public IReadOnlyList<string> ColumnsMissing { get; internal set; } = [];

    public IReadOnlyList<RefusalReason> Reasons =>
        [.. _reasons.OrderByDescending(reason => reason.Value.Count).Select(reason => new RefusalReason(reason.Key, reason.Value.Count, reason.Value.Ids))];

    internal void AddChange(string what, int rows = 1)
    {
        // One batch is made while another one is stored.
        lock (_changes)
            _changes[what] = _changes.GetValueOrDefault(what) + rows;
    }

    internal void Refuse(RefusedImport row)
    {
        Refused++;
        // Messages end with the value, which would make a reason of each row.
        var rule = row.Reason.Split(["; it ", "; the window ", ": '", " Key ("], 2, StringSplitOptions.None)[0].TrimEnd('.');
        if (!_reasons.ContainsKey(rule) && _reasons.Count >= MaxReasons)
            rule = OtherReasons;

        var (count, ids) = _reasons.GetValueOrDefault(rule, (0, []));
        if (ids.Count < MaxIds)
            ids.Add(row.Id);

        _reasons[rule] = (count + 1, ids);
    }
}
