using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Copy;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Writes few rows by one INSERT for each table, all in one round trip. The server spends less on it than on a COPY for each
/// table, and far less than on temporary tables. Where it refuses something nothing is stored, and the way of large batches, which
/// knows more about it, can be tried.
/// </summary>
internal static class SmallBatch
{
    /// <summary>
    /// With more rows COPY into partitions is faster; COPY into temporary tables is from 1,000 rows on. See docs/benchmarks.md.
    /// </summary>
    public const int MaxRows = 200;

    // A message to the server has all values of a table, and can have 1 GB. COPY has no such limit.
    private const int MaxLength = 16_000_000;

    // A statement can have no more.
    private const int MaxParameters = ushort.MaxValue;

    private const string Savepoint = "mlops_rows";

    private const string Place = "place";

    // Asked after the rows are in, when their partitions cannot be detached any more. These functions read the catalogue as it is now.
    private const string LackingSql =
        $"""
        SELECT {Place} FROM unnest($1, $2) WITH ORDINALITY AS wanted(slice, parent, {Place})
        WHERE pg_partition_root(to_regclass(slice)) IS DISTINCT FROM to_regclass(parent)
        """;

    /// <summary>Writes entities within the transaction of the context, if they are few and the server takes them.</summary>
    /// <param name="context">The context.</param>
    /// <param name="entities">The entities, which are prepared.</param>
    /// <param name="onConflict">
    /// Makes the clause that says what becomes of rows that are stored already; null if all of them must be new.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether they are written. If not, nothing is.</returns>
    /// <exception cref="MlOpsException">The slice of a row was detached or dropped.</exception>
    public static async Task<bool> TryWriteAsync(
        DbContext context,
        IReadOnlyList<object> entities,
        Func<CopyGroup, string>? onConflict,
        CancellationToken cancellationToken)
    {
        if (entities.Count > MaxRows)
            return false;

        var groups = CopyGroup.Of(context, entities);
        var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SAVEPOINT {Savepoint}"));
            var inserts = groups.Select(group => RowsInsert.Create(group, onConflict?.Invoke(group) ?? "")).ToList();
            if (!inserts.TrueForAll(insert => insert.Parameters.Count <= MaxParameters && LengthOf(insert) <= MaxLength))
                return false;

            inserts.ForEach(batch.BatchCommands.Add);
            List<CopyGroup> sliced = [.. groups.Where(group => group.Slice is not null)];
            if (sliced.Count > 0)
                batch.BatchCommands.Add(FindLacking(sliced));
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"RELEASE SAVEPOINT {Savepoint}"));

            List<CopyGroup> lacking;
            try
            {
                lacking = await RunAsync(batch, sliced, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (DatabaseRefusal.MayDependOnTheWay(e))
            {
                await UndoAsync(batch.Connection!, cancellationToken).ConfigureAwait(false);
                return false;
            }
            catch (PostgresException e) when (inserts.FindIndex(insert => insert.StatementType == StatementType.Unknown) is >= 0 and var i)
            {
                // Npgsql does not say by itself which statement failed. Those before it are complete.
                throw RefusedRow.Describe(context, e, groups[i]);
            }

            for (var i = 0; onConflict is null && i < groups.Count; i++)
                Batch.RequireAllStored(groups[i].Table.Name, inserts[i].Rows, groups[i]);

            await Batch.RefuseGoneAsync(context, lacking, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private static long LengthOf(NpgsqlBatchCommand insert) => insert.Parameters.Sum(parameter => parameter.Value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        string?[] texts => texts.Sum(text => (long)(text?.Length ?? 0)),
        byte[]?[] arrays => arrays.Sum(bytes => (long)(bytes?.Length ?? 0)),
        _ => 0,
    });

    private static NpgsqlBatchCommand FindLacking(List<CopyGroup> sliced) => new(LackingSql)
    {
        Parameters =
        {
            new NpgsqlParameter<string[]> { TypedValue = [.. sliced.Select(group => group.Table.PartitionOf(group.Slice!.Value))] },
            new NpgsqlParameter<string[]> { TypedValue = [.. sliced.Select(group => group.Table.Name)] },
        },
    };

    private static async Task<List<CopyGroup>> RunAsync(
        NpgsqlBatch batch, List<CopyGroup> sliced, CancellationToken cancellationToken)
    {
        var lacking = new List<CopyGroup>();
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            do
            {
                // The other results are those of the INSERTs.
                var isAnswer = reader.FieldCount > 0 && reader.GetName(0) == Place;
                while (isAnswer && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    lacking.Add(sliced[(int)reader.GetInt64(0) - 1]);
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }

        return lacking;
    }

    private static async Task UndoAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}", connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
