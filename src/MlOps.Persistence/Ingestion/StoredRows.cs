using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Ingestion.Rows;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Finds the entities that are stored already, by their keys alone.</summary>
internal static class StoredRows
{
    /// <summary>The entities that are not stored yet. Of several with the same key it returns one.</summary>
    public static Task<List<TEntity>> ExceptAsync<TEntity>(
        DbContext context, IReadOnlyList<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class => context.InTransactionAsync(
        async () =>
        {
            var stored = new HashSet<object>(ReferenceEqualityComparer.Instance);
            foreach (var hierarchy in rows.GroupBy(row => RowRules.For(context, row.GetType()).EntityType.GetRootType()))
                stored.UnionWith(await FindAsync(context, hierarchy.Key, [.. hierarchy], cancellationToken).ConfigureAwait(false));

            return rows.Where(row => !stored.Contains(row)).Distinct(new RowKeyComparer(context)).Cast<TEntity>().ToList();
        },
        cancellationToken);

    /// <summary>The entities that have a row in the table of an entity type. All of them are of one hierarchy.</summary>
    public static async Task<HashSet<object>> FindAsync(
        DbContext context,
        IEntityType entityType,
        IReadOnlyList<object> rows,
        CancellationToken cancellationToken)
    {
        var tenantId = context.GetTenantId();
        var sql = context.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        var rules = RowRules.For(entityType);
        var key = rules.Key.Properties.Where(property => property != rules.Tenant).ToList();
        var names = key.Select(property => sql.DelimitIdentifier(property.GetColumnName(table)!)).ToList();

        var command = new NpgsqlCommand { Connection = (NpgsqlConnection)context.Database.GetDbConnection() };
        await using (command.ConfigureAwait(false))
        {
            // The bounds let the planner leave out all partitions but those of the keys. PostgreSQL orders ids as .NET does.
            var slicedBy = entityType.FindSlicedBy();
            var conditions = new List<string>();
            if (rules.Tenant is { } tenant)
            {
                // A constant, and not a part of the keys, leads to the one server that has the tenant's rows where there are several.
                conditions.Add($"t.{sql.DelimitIdentifier(tenant.GetColumnName(table)!)} = @tenant");
                command.Parameters.AddWithValue("tenant", tenantId);
            }

            for (var i = 0; i < key.Count; i++)
            {
                command.Parameters.Add(CreateArray(key[i], rows, tenantId, $"k{i}"));
                conditions.Add($"t.{names[i]} = k.k{i}");
                if (key[i].Name == slicedBy)
                {
                    conditions.Add($"t.{names[i]} BETWEEN @low{i} AND @high{i}");
                    command.Parameters.AddWithValue($"low{i}", rows.Min(row => (Guid)Read(key[i], row, tenantId)!));
                    command.Parameters.AddWithValue($"high{i}", rows.Max(row => (Guid)Read(key[i], row, tenantId)!));
                }
            }

            // LIMIT makes the server look up one key after the other. Without it the planner, which takes a new slice without
            // statistics for empty, would compare each key with each row.
            command.CommandText =
                $"SELECT k.place FROM unnest({string.Join(", ", key.Select((_, i) => $"@k{i}"))}) WITH ORDINALITY " +
                $"AS k({string.Join(", ", key.Select((_, i) => $"k{i}"))}, place) " +
                $"CROSS JOIN LATERAL (SELECT 1 FROM {sql.DelimitIdentifier(table.Name, table.Schema)} AS t " +
                $"WHERE {string.Join(" AND ", conditions)} LIMIT 1) AS stored";

            var stored = new HashSet<object>(ReferenceEqualityComparer.Instance);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored.Add(rows[(int)reader.GetInt64(0) - 1]);
            }

            return stored;
        }
    }

    private static NpgsqlParameter CreateArray(IProperty property, IReadOnlyList<object> rows, Guid tenantId, string name)
    {
        var first = Read(property, rows[0], tenantId)!;
        var values = Array.CreateInstance(first.GetType(), rows.Count);
        for (var i = 0; i < rows.Count; i++)
            values.SetValue(Read(property, rows[i], tenantId), i);

        return new NpgsqlParameter(name, values);
    }

    // The tenant is the only part of a key that a class may lack.
    private static object? Read(IProperty property, object row, Guid tenantId)
    {
        var value = property.IsShadowProperty() ? tenantId : property.GetGetter().GetClrValue(row);
        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
