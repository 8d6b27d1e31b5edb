using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>The tables and views of a model that have rows of tenants, each with the column of the tenant.</summary>
internal sealed class TenantTables
{
    private const string ViewColumn = "tenant_id";

    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    public TenantTables(MlOpsDbContext context)
    {
        foreach (var entityType in context.Model.GetEntityTypes())
        {
            if (entityType.FindTenantProperty() is not { } tenant)
                continue;

            foreach (var table in entityType.GetTableMappings().Select(mapping => mapping.Table))
                _columns[table.Name] = entityType.FindProperty(tenant)!.GetColumnName(
                    StoreObjectIdentifier.Table(table.Name, table.Schema))!;
        }

        // The views of the library have names that are always the same.
        foreach (var (name, view) in context.GetService<IDesignTimeModel>().Model.GetSqlViews())
        {
            if (view.IsOfTenant || SqlTokens.Split(view.Query).Any(token => token.IsName && token.Text == ViewColumn))
                _columns[name] = ViewColumn;
        }
    }

    /// <summary>The column of a table or of one of its partitions; null if it has no rows of tenants.</summary>
    public string? Find(string table) =>
        _columns.GetValueOrDefault(table)
        ?? _columns.FirstOrDefault(column => table.StartsWith($"{column.Key}_", StringComparison.Ordinal)
            && IsSuffixOfPartition(table[column.Key.Length..])).Value;

    private static bool IsSuffixOfPartition(string suffix) =>
        suffix == "_default" || suffix.All(letter => char.IsAsciiDigit(letter) || letter == '_');
}
