using MlOps.Domain.Features;

namespace MlOps.Import.Reports;

/// <summary>The sentences of a report: what holds for a table as a whole, and what is changed in a row.</summary>
internal static class ImportRemarks
{
    public const string NewId = "the row gets a new id";

    public const string StageNotUpdated = "the row is already there in an older stage: its new stage is not imported";

    public const string UnknownModel = "the model is unknown: its id is not imported";

    public const string UnknownModelInContext = "the model is unknown: its id is stored in context";

    public const string ModelWithoutTenant = "the model belongs to no tenant: its id is stored in context";

    public const string ComputedAlertLevel = "alert_level is computed from the threshold, and differs from the source";

    public const string ReplacedVersion = "in Production, but another version was promoted later: Archived at that time";

    public const string NeverStarted = "the job never started: completed_epochs and resource_usage are not imported";

    public const string UnknownReason = "the reason is 'unknown', but decision_details may name it";

    public const string UnknownParent = "a parent is not imported: it is no individual of an earlier generation of the experiment";

    public const string ThresholdInPercent = "the threshold is in percent, and becomes a share";

    /// <summary>The moment that a measurement is about where its window is missing.</summary>
    public const string MeasuredMoment = "the moment of created_at";

    public const string HasNoCatalogue = "the features of the schema are not linked to the catalogue of features";

    public const string LacksSourceSchema = "the schema of the features was not imported: they stay in context";

    public const string LacksOrder = "no schema gives the order of features and categories: they stay in context";

    public const string KeptByChain = "it was deleted in the old tables, and stays: a chain of hashes has it";

    public static string KeptByRows(string table) => $"it was deleted in the old tables, and stays: rows of {table} name it";

    public static string DeletedWith(string table) => $"a row of {table} was deleted with the row that it names";

    public const string NoDeletionsAfterBack =
        "deletions in the old tables are not followed after a way back: somebody may have written into rows of ours";

    public const string NoDeletionsAfterRestore =
        "deletions in the old tables are not followed after a restore: it is no longer known which rows of ours a copy made";

    public static string NoDeletionsWithout(IEnumerable<string> tables) =>
        $"deletions in the old tables are not followed: {string.Join(", ", tables)} was copied, and can no longer be read";

    public static string NoDeletions(string reason) => $"rows that were deleted in the old tables stay: {reason}";

    public static string LacksColumn(IReadOnlyList<string> names) =>
        $"it has no column named {(names.Count == 1 ? "" : $"{string.Join(", ", names.SkipLast(1))} or ")}{names[^1]}";

    public static string UsesDefault(string column, string value) => $"no column {column}: the import uses {value}";

    public static string UsesDefaultTenant(Guid tenantId) => $"no column tenant_id: all rows go to tenant {tenantId}";

    public static string HasOtherName(string sourceName, string name) => $"{sourceName} becomes {name}";

    public static string HasNoTimeZone(IEnumerable<string> columns) =>
        $"{string.Join(", ", columns)}: no time zone, read as UTC";

    public static string ReadsRowsOf(string table) => $"a row of {table} that belongs to a row here is read with this table";

    public static string UsesSubstitute(string column, string value) => $"{column} is missing: the import uses {value}";

    public static string OnlyNumbers(string column) => $"only the numbers of {column} are imported";

    public static string OtherService(string service) => $"service_name becomes '{service}'";

    public static string LacksSchema(Guid tenantId, ImportFeatures features) =>
        $"tenant {tenantId} has no {features.SchemaText}: the features of service '{features.ServiceName}' stay in context";

    public static string HasNoDocument(ImportFeatures features) =>
        $"no prediction of service '{features.ServiceName}' has a document: {features.SchemaText} is not used";

    public static string KeepsSchema(FeatureSchema schema) =>
        $"schema '{schema.Name}' version {schema.Version} is already there, and keeps its bounds and descriptions";

    public static string HasFeatures(FeatureSchema schema) =>
        $"features of the document become arrays of schema '{schema.Name}' version {schema.Version}";

    public static string HasNoFeatures(FeatureSchema schema) =>
        $"the document has no feature of schema '{schema.Name}' version {schema.Version}: it stays in context";

    public static string HasArrays(FeatureSchema schema) =>
        $"the arrays of the row become features of schema '{schema.Name}' version {schema.Version}";

    public static string ArraysDoNotFit(FeatureSchema schema) =>
        $"the arrays of the row do not fit schema '{schema.Name}' version {schema.Version}: they stay in context";

    public static string AttributionsDoNotFit(FeatureSchema schema) =>
        $"the attributions of the row do not fit schema '{schema.Name}' version {schema.Version}: they stay in context";

    public static string FeatureDoesNotFit(SchemaFeature feature) =>
        $"feature '{feature.Name}' is missing: the value is not a "
        + (feature.Type == FeatureType.Number ? "number" : $"text of at most {FeatureVector.MaxCategoryLength} characters")
        + ", and stays in context";

    public static string FeatureHasMoreDigits(string feature) =>
        $"feature '{feature}' has fewer digits than the value in the source, which stays in context";

    public static string FeatureBecomesNumber(string feature) => $"feature '{feature}' is 1 for true, and 0 for false";

    public static string FeatureBecomesText(string feature) => $"feature '{feature}' is the text of a number or a truth value";

    public static string SkipsDays(int days) => $"all rows of {days} days are already there: they are not read again";

    public static string NotImported(string column, string reason) => $"{column} is not imported: {reason}";

    public static string StoredAsItIs(string column, string reason) => $"{column} is stored under 'imported': {reason}";

    public static string HasNoEventIn(string table) => $"{table} has no such row: the event has its own values alone";

    public static string HasNoRowIn(string table) => $"{table} has no such row: the prediction stands alone";
}
