using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Compares the slices of a database with those that the maintenance would make, and with the records of them.</summary>
internal sealed class SliceCheck
{
    private readonly MlOpsDbContext _context;
    private readonly IReadOnlyList<SliceTemplate> _templates;
    private readonly ILookup<string, string> _partitions;
    private readonly HashSet<string> _tables;
    private readonly Dictionary<string, (string Root, Slice Slice)> _expected = [];

    public SliceCheck(MlOpsDbContext context, ModelCatalogue model, IReadOnlyList<CatalogueRow> found)
    {
        (_context, _templates) = (context, model.Slices);
        _partitions = found.Where(row => row.Kind == Kinds.Partition).ToLookup(row => row.Part, row => row.Name);
        _tables = [.. found.Where(row => row.Kind == Kinds.Table).Select(row => row.Name)];
    }

    /// <summary>The parts of each slice that its root has, for all tables that are sliced with it.</summary>
    public IReadOnlyList<CatalogueRow> Expect()
    {
        var rows = new List<CatalogueRow>();
        foreach (var tables in _templates.GroupBy(template => template.Aggregate))
        {
            foreach (var slice in ListAttached(tables.Single(template => template.IsRoot)))
            {
                foreach (var template in tables)
                    _expected[template.Name(slice.Suffix)] = (tables.Key.Root, slice);

                rows.AddRange(tables.SelectMany(template => template.For(slice)));
            }
        }

        return rows;
    }

    /// <summary>Lets the maintenance make what a slice lacks. It moves the rows that wait for it.</summary>
    public IEnumerable<SchemaFinding> Complete(IEnumerable<SchemaFinding> findings) => findings.Select(finding =>
        finding is { Kind: Kinds.Table, Found: null } && _expected.TryGetValue(finding.Name, out var slice)
            ? finding with
            {
                Slice = slice,
                IsSafe = true,
                ToDo = "If it was lost with its rows, restore them from a backup. 'mlops verify --repair' makes it without them.",
            }
            : finding);

    /// <summary>Compares the records with what is attached, and finds gaps.</summary>
    public async Task<IReadOnlyList<SchemaFinding>> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var roots = _templates.Where(template => template.IsRoot).ToList();
        var records = new SliceRecordCheck(_context);
        var findings = await records.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        return
        [
            .. findings,
            .. roots.SelectMany(root => records.Find(root, ListAttached(root), _tables)),
            .. roots.SelectMany(root => FindGaps(root, records.List(root))),
        ];
    }

    private HashSet<Slice> ListAttached(SliceTemplate template) =>
        [.. _partitions[template.Table].Select(template.SliceOf).OfType<Slice>()];

    // Rows of then wait in the default partition, as those of any time without a slice.
    private IEnumerable<SchemaFinding> FindGaps(SliceTemplate root, IReadOnlySet<string> recorded)
    {
        var attached = ListAttached(root);
        if (attached.Count == 0)
            yield break;

        var missing = Slice.Between(attached.Min(slice => slice.Start), attached.Max(slice => slice.Start), root.Slice.Interval)
            .Where(slice => !attached.Contains(slice) && !recorded.Contains(slice.Suffix)).Select(slice => slice.Suffix).ToList();
        if (missing.Count > 0)
            yield return new SchemaFinding(
                FindingSeverity.Information, Kinds.Slice, root.Table, $"slices {string.Join(", ", missing)}", null)
            {
                ToDo = "Nothing, if there are no rows of then. Others wait in the default partition: make the slices by SliceMaintenance.",
            };
    }
}
