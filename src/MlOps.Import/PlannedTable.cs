using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;

namespace MlOps.Import;

/// <summary>A known table of the source, with all that its import needs.</summary>
internal sealed class PlannedTable
{
    private PlannedTable(ImportTable mapping, SourcePlan plan) => (Mapping, Plan) = (mapping, plan);

    public ImportTable Mapping { get; }

    public SourcePlan Plan { get; }

    public required ImportedTable Report { get; init; }

    /// <summary>The tenants that the rows name; null stands for rows without one.</summary>
    public IReadOnlyList<string?> Tenants { get; private set; } = [null];

    /// <summary>The ids that more than one row has.</summary>
    public IReadOnlySet<string> RepeatedKeys { get; private set; } = new HashSet<string>();

    /// <summary>
    /// Whether it is read from the beginning each time: other rows refer to its rows, or several rows have to be compared.
    /// </summary>
    public bool IsReadWhole =>
        Mapping.IsReadWhole || Plan.Shape.DistinctBy is not null || Plan.Parts is not null || RepeatedKeys.Count > 0;

    /// <summary>The tables that read rows of this one together with their own. They come before it.</summary>
    public IReadOnlyList<SourcePlan> FindAbsorbing(IEnumerable<PlannedTable> tables) =>
        [.. tables.TakeWhile(other => other != this).Select(other => other.Plan).Where(plan => plan.Tables.Absorbed == Plan.Tables.Table)];

    public static PlannedTable? Create(ImportTable mapping, IReadOnlyDictionary<string, SourceTable> tables) =>
        SourcePlan.Create(mapping.Source, tables) is { } plan
            ? new PlannedTable(mapping, plan) { Report = Describe(mapping, plan) }
            : null;

    /// <summary>Asks the source for its tenants and for ids that are not unique.</summary>
    public async Task PrepareAsync(SourceDatabase source, CancellationToken cancellationToken)
    {
        var query = new SourceQuery(Plan);
        if (Plan.Tenant is not null)
            Tenants = await source.ReadTextsAsync(query.WriteTenantsSql(), cancellationToken).ConfigureAwait(false);

        if (query.WriteRepeatedKeysSql() is { } sql)
        {
            var keys = await source.ReadTextsAsync(sql, cancellationToken).ConfigureAwait(false);
            RepeatedKeys = keys.OfType<string>().ToHashSet();
        }
    }

    private static ImportedTable Describe(ImportTable mapping, SourcePlan plan)
    {
        var missing = plan.MissingColumns.ToList();
        return new ImportedTable(mapping.Source.Name, mapping.Target)
        {
            SkipReason = missing.Find(column => column.IsRequired) is { } required
                ? ImportRemarks.LacksColumn(required.SourceNames)
                : null,
            Remarks = [.. WriteRemarks(plan, missing)],
            MissingColumns = missing.ConvertAll(column => column.Name),
            IgnoredColumns = plan.HasExtraColumns ? [] : plan.OtherColumns,
            ExtraColumns = plan.HasExtraColumns ? plan.OtherColumns : [],
        };
    }

    private static IEnumerable<string> WriteRemarks(SourcePlan plan, List<SourceColumn> missing)
    {
        foreach (var column in missing.Where(column => column.Default is not null))
            yield return ImportRemarks.UsesDefault(column.Name, column.Default!);

        if (plan.Tables.Absorbed is { } absorbed)
            yield return ImportRemarks.ReadsRowsOf(absorbed.Name);

        var withoutZone = plan.Columns.Where(column => column.IsTimeWithoutZone).ToList();
        if (withoutZone.Count > 0)
            yield return ImportRemarks.HasNoTimeZone(withoutZone.Select(column => column.SourceName));

        var own = plan.Columns.Where(column => !plan.Shape.Keys.Contains(column.Column.Name))
            .Where(column => !(plan.Shape.Join?.Columns.Contains(column.Column) ?? false));
        foreach (var column in own.Where(column => column.SourceName != column.Column.Name))
            yield return ImportRemarks.HasOtherName(column.SourceName, column.Column.Name);
    }
}
