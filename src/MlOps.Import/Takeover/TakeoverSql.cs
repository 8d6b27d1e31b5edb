using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>Runs SQL in the transaction of a context, for as long as it takes.</summary>
internal sealed class TakeoverSql(DbContext context)
{
    /// <summary>Runs statements, and returns how many rows they made, changed or deleted.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = Create(sql);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the texts of a column.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        var command = Create(sql);
        await using var whenDone = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            texts.Add(reader.GetString(0));

        return texts;
    }

    private NpgsqlCommand Create(string sql) => new(sql, (NpgsqlConnection)context.Database.GetDbConnection())
    {
        Transaction = (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction(),
        CommandTimeout = 0,
    };
}
