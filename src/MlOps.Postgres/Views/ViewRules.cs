using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.Views;

/// <summary>Refuses views that PostgreSQL would refuse, that would stay empty, or that would show a tenant another's rows.</summary>
internal sealed class ViewRules(IReadOnlyModel model)
{
    private readonly ViewGraph _graph = new(model.GetSqlViews());

    private readonly Dictionary<string, string> _tenantColumns = model.GetEntityTypes()
        .Select(type => (Table: StoreObjectIdentifier.Create(type, StoreObjectType.Table), Tenant: type.FindTenantProperty(), Type: type))
        .Where(type => type.Table is not null && type.Tenant is not null)
        .GroupBy(type => type.Type.GetSchemaQualifiedTableName()!)
        .ToDictionary(
            types => types.Key,
            types => ColumnOf(types.First().Type.GetRootType(), types.First().Tenant!, types.First().Table!.Value));

    /// <summary>The materialized views that hold rows of tenants.</summary>
    public IEnumerable<(string Name, ViewSpec Spec)> MaterializedForTenants =>
        from view in _graph.Views
        where view.Value.IsMaterialized && FindTenantTable(view.Key) is not null
        select (view.Key, view.Value);

    public void Check()
    {
        if (_graph.FindCircle() is { } circle)
            throw new InvalidOperationException(
                $"The views {string.Join(" -> ", circle)} read each other in a circle. Let one of them read tables instead.");

        foreach (var (name, spec) in _graph.Views)
        {
            if ((spec.IsMaterialized ? FindMaterializedFault(name, spec) : spec.IsOfTenant ? FindTenantFault(spec) : null) is { } fault)
                throw new InvalidOperationException($"View '{name}' {fault}");
        }
    }

    private string? FindMaterializedFault(string name, ViewSpec spec)
    {
        if (_graph.GetReads(name).FirstOrDefault(read => _graph.Views.TryGetValue(read, out var other) && other.IsOfTenant) is { } part)
            return $"is materialized and reads '{part}', which shows one tenant's rows: it would be filled with these, or with none. " +
                $"Let it read '{_graph.Views[part].Reads[0]}'.";

        if (FindTenantTable(name) is not { } table)
            return null;

        if (model.FindOwnerRole() is null)
            return $"is materialized and reads {table}, whose rows belong to tenants: it would be filled with no rows, since not even " +
                "their owner sees them. Declare the role of whoever migrates by HasSqlRole with RoleScope.Owner.";

        return spec.Readers.FirstOrDefault(reader => model.GetRoleScope(reader) == RoleScope.Tenant) is { } reader
            ? $"is materialized and reads {table}, so it holds the rows of all tenants, and PostgreSQL has no row-level security " +
                $"for it: {reader} must not read it. Show each tenant its part by HasSqlTenantView, or declare {reader} with " +
                "RoleScope.AllTenants."
            : null;
    }

    private string? FindTenantFault(ViewSpec spec)
    {
        var whole = spec.Reads[0];
        if (FindTenantTable(whole) is not { } table)
            return $"shows each tenant its part of '{whole}', which reads no table of a tenant. Let its readers read '{whole}' itself.";

        var key = _graph.Views[whole].UniqueKey!;
        return key[0] == _tenantColumns[table] || IsNamed(_graph.Views[whole].Query, _tenantColumns[table], key[0])
            ? null
            : $"shows each tenant its part of '{whole}', whose unique key ({string.Join(", ", key)}) must begin with " +
                $"{_tenantColumns[table]}, the column with the tenant.";
    }

    // A view may give the column a name of its own.
    private static bool IsNamed(string query, string column, string name) => Regex.IsMatch(
        query, $"(\\b{Regex.Escape(column)}|{Regex.Escape(SqlNames.Quote(column))}) AS (\"?){Regex.Escape(name)}\\2(?!\\w)");

    private string? FindTenantTable(string view) => _graph.GetReads(view).FirstOrDefault(_tenantColumns.ContainsKey);

    private static string ColumnOf(IReadOnlyEntityType root, string tenant, in StoreObjectIdentifier table) =>
        root.FindProperty(tenant)?.GetColumnName(table) ?? throw new InvalidOperationException(
            $"{root.DisplayName()} belongs to the tenant in {tenant}, which is not a column of {table.DisplayName()}.");
}
