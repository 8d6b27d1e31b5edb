using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Rules of data quality. A row may hold the result of its last run as well.</summary>
internal sealed class DataQualityCheckTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "data_quality_checks",
        Key("check_id", "id"),
        Column("name", "check_name").Required(),
        Column("kind", "check_type", "dimension", "quality_dimension").Required(),
        Column("table_name", "target_table", "source_table").Required(),
        Column("rule", "check_query", "check_sql", "check_definition", "rule_definition", "expression", "query").Required(),
        Column("threshold", "quality_threshold", "threshold_value", "min_score").WhenMissing("0.9"),
        Column("passed_rows", "records_passed", "rows_passed"),
        Column("failed_rows", "records_failed", "rows_failed"),
        Column("total_rows", "records_checked", "rows_checked", "total_records"),
        Column("window_start", "period_start"),
        Column("window_end", "period_end"),
        Column("last_run_at", "executed_at", "checked_at", "last_checked_at", "last_run"),
        Column("created_at", "timestamp").Required());

    public override Type EntityType => typeof(DataQualityCheck);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var check = DataQualityCheck.Define(
            row.GetText("name"),
            row.GetChoice(
                "kind",
                ("null_check", DataQualityKind.Completeness),
                ("validity", DataQualityKind.Range),
                ("accuracy", DataQualityKind.Range),
                ("timeliness", DataQualityKind.Freshness),
                ("duplicates", DataQualityKind.Uniqueness),
                ("referential_integrity", DataQualityKind.Referential),
                ("consistency", DataQualityKind.Unified)),
            row.GetText("table_name"),
            row.GetText("rule"),
            row.GetTime("created_at"),
            ReadThreshold(row, import)).WithId(import.GetId());
        return FindResult(check, row, import) is { } result ? [check, result] : [check];
    }

    private static double ReadThreshold(SourceRow row, ImportContext import)
    {
        if (row.FindNumber("threshold") is not (> 1 and <= 100 and var percent))
            return row.FindNumber("threshold") ?? DataQualityCheck.DefaultThreshold;

        import.Note(ImportRemarks.ThresholdInPercent);
        return percent / 100;
    }

    private static DataQualityResult? FindResult(DataQualityCheck check, SourceRow row, ImportContext import)
    {
        var (passed, failed, total) = (row.FindLong("passed_rows"), row.FindLong("failed_rows"), row.FindLong("total_rows"));
        passed ??= total - failed;
        failed ??= total - passed;
        if (passed is not { } good || failed is not { } bad)
            return null;

        var at = row.FindTime("last_run_at") ?? check.CreatedAt;
        var window = MeasuredWindow.Read(row, import, "window_start", "window_end", at);
        return DataQualityResult.Record(check, window, good, bad, at)
            .WithId(ImportedId.Plain("data_quality_results", $"{check.Id}/{at:O}"));
    }
}
