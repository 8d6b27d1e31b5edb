namespace MlOps.Import.Reports;

/// <summary>The sentences of a report about tables as a whole.</summary>
internal static class ImportRemarks
{
    public static string LacksColumn(IReadOnlyList<string> names) =>
        $"it has no column {names[0]}{(names.Count == 1 ? "" : $", nor {string.Join(" or ", names.Skip(1))}")}";

    public static string LacksOptionalColumn(string column, string remark) => $"no {column}: {remark}";

    public static string LacksTenants(Guid tenantId) => $"no tenant_id: its rows go to tenant {tenantId}";

    public static string HasOtherName(string sourceName, string name) => $"{sourceName} is {name} here";

    public static string HasNoTimeZone(IEnumerable<string> columns) =>
        $"{string.Join(", ", columns)}: without a time zone, taken as UTC";

    public static string ReadsRowsOf(string table) => $"rows of {table} that it tells more of are read with it, and not there";
}
