using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Finds out which of many entities a table holds already, by their keys alone.</summary>
internal static class StoredRows
{
    /// <summary>Those of many entities that no table holds yet, each once.</summary>
    public static Task<List<Entity>> ExceptAsync(
        MlOpsDbContext context, IReadOnlyList<Entity> rows, CancellationToken cancellationToken) => SavepointScope.RunAsync(
        context,
        async () =>
        {
            var stored = new HashSet<Entity>(ReferenceEqualityComparer.Instance);
            foreach (var hierarchy in rows.GroupBy(row => context.Model.FindEntityType(row.GetType())!.GetRootType()))
                stored.UnionWith(await FindAsync(context, hierarchy.Key, [.. hierarchy], cancellationToken).ConfigureAwait(false));

            return rows.Where(row => !stored.Contains(row)).DistinctBy(row => row.Id).ToList();
        },
        cancellationToken);

    /// <summary>The entities, all of one hierarchy, whose keys a table of it holds.</summary>
    public static async Task<HashSet<Entity>> FindAsync(
        MlOpsDbContext context,
        IEntityType entityType,
        IReadOnlyList<Entity> rows,
        CancellationToken cancellationToken)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        var key = entityType.FindPrimaryKey()!.Properties;
        var names = key.Select(property => sql.DelimitIdentifier(property.GetColumnName(table)!)).ToList();

        var command = new NpgsqlCommand { Connection = (NpgsqlConnection)context.Database.GetDbConnection() };
        await using (command.ConfigureAwait(false))
        {
            // The bounds let the planner leave out all partitions but those of the keys. PostgreSQL orders ids as .NET does.
            var slicedBy = entityType.FindSlicedBy();
            var conditions = new List<string>();
            for (var i = 0; i < key.Count; i++)
            {
                command.Parameters.Add(ArrayOf(key[i], rows, $"k{i}"));
                conditions.Add($"t.{names[i]} = k.k{i}");
                if (key[i].Name == slicedBy)
                {
                    conditions.Add($"t.{names[i]} BETWEEN @low{i} AND @high{i}");
                    command.Parameters.AddWithValue($"low{i}", rows.Min(row => (Guid)Value(key[i], row)!));
                    command.Parameters.AddWithValue($"high{i}", rows.Max(row => (Guid)Value(key[i], row)!));
                }
            }

            // LIMIT makes it look up one key after the other. Before a new slice has statistics the planner takes it for empty,
            // and would compare each key with each row.
            command.CommandText =
                $"SELECT k.place FROM unnest({string.Join(", ", key.Select((_, i) => $"@k{i}"))}) WITH ORDINALITY " +
                $"AS k({string.Join(", ", key.Select((_, i) => $"k{i}"))}, place) " +
                $"CROSS JOIN LATERAL (SELECT FROM {sql.DelimitIdentifier(table.Name, table.Schema)} AS t " +
                $"WHERE {string.Join(" AND ", conditions)} LIMIT 1) AS stored";

            var stored = new HashSet<Entity>(ReferenceEqualityComparer.Instance);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    stored.Add(rows[(int)reader.GetInt64(0) - 1]);
            }

            return stored;
        }
    }

    private static NpgsqlParameter ArrayOf(IProperty property, IReadOnlyList<Entity> rows, string name)
    {
        var first = Value(property, rows[0])!;
        var values = Array.CreateInstance(first.GetType(), rows.Count);
        for (var i = 0; i < rows.Count; i++)
            values.SetValue(Value(property, rows[i]), i);

        return new NpgsqlParameter(name, values);
    }

    private static object? Value(IProperty property, Entity row)
    {
        var value = property.GetGetter().GetClrValue(row);
        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
