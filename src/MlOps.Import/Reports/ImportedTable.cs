namespace MlOps.Import.Reports;

/// <summary>The result for one table of the source.</summary>
public sealed class ImportedTable(string source, string target)
{
    private const int MaxReasons = 50;
    private const int MaxIds = 3;
    private const string OtherReasons = "other rules";

    private readonly Dictionary<string, (long Count, List<string> Ids)> _reasons = [];
    private readonly SortedDictionary<string, long> _changes = new(StringComparer.Ordinal);

    /// <summary>Its name in the source.</summary>
    public string Source { get; } = source;

    /// <summary>The table into which its rows go.</summary>
    public string Target { get; } = target;

    public long Read { get; internal set; }

    public long Imported { get; internal set; }

    /// <summary>Rows that an earlier run imported, or that repeat another row.</summary>
    public long AlreadyThere { get; internal set; }

    /// <summary>Rows of the target whose rows in the source are gone. Only a takeover deletes them.</summary>
    public long Deleted { get; internal set; }

    public long Refused { get; private set; }

    /// <summary>Why the table was not imported at all; null if it was.</summary>
    public string? SkipReason { get; internal set; }

    /// <summary>What was changed, and in how many rows.</summary>
    public IReadOnlyDictionary<string, long> Changes => _changes;

    /// <summary>Sentences about the table as a whole.</summary>
    public IReadOnlyList<string> Remarks { get; internal set; } = [];

    /// <summary>Columns of the source that have no place here. They are not imported.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; internal set; } = [];

    /// <summary>Columns of the source that have no column here. A document of each row holds their values, under "imported".</summary>
    public IReadOnlyList<string> ExtraColumns { get; internal set; } = [];

    /// <summary>Columns that the source lacks.</summary>
    public IReadOnlyList<string> MissingColumns { get; internal set; } = [];

    /// <summary>Why rows were refused, the most frequent reason first.</summary>
    public IReadOnlyList<RefusalReason> Reasons =>
    [
        .. _reasons.OrderByDescending(reason => reason.Value.Count)
            .Select(reason => new RefusalReason(reason.Key, reason.Value.Count, reason.Value.Ids)),
    ];

    /// <summary>Counts rows of whole days that an earlier run imported.</summary>
    internal void AddStored(long rows, int days)
    {
        (Read, AlreadyThere) = (Read + rows, AlreadyThere + rows);
        if (days > 0)
            Remarks = [.. Remarks, ImportRemarks.SkipsDays(days)];
    }

    internal void AddChange(string what, int rows = 1)
    {
        // One batch is mapped while another one is stored.
        lock (_changes)
            _changes[what] = _changes.GetValueOrDefault(what) + rows;
    }

    internal void Refuse(RefusedImport row)
    {
        Refused++;
        // Messages end with the value. With it, each row would be a reason of its own.
        var rule = row.Reason.Split(["; it ", "; the window ", ": '", " Key ("], 2, StringSplitOptions.None)[0].TrimEnd('.');
        if (!_reasons.ContainsKey(rule) && _reasons.Count >= MaxReasons)
            rule = OtherReasons;

        var (count, ids) = _reasons.GetValueOrDefault(rule, (0, []));
        if (ids.Count < MaxIds)
            ids.Add(row.Id);

        _reasons[rule] = (count + 1, ids);
    }
}
