using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using Npgsql;

namespace MlOps.Parquet.References;

/// <summary>Keeps the triggers of a table from changing the rows that are added, and leaves each as it was.</summary>
internal sealed class SilentTriggers(DbContext context, string table)
{
    // What somebody disabled, or wants on replicas alone, runs neither before nor afterwards.
    private const string Query =
        """
        SELECT ARRAY[
            string_agg(format('DISABLE TRIGGER %I', tgname), ', '),
            string_agg(format('ENABLE %sTRIGGER %I', CASE tgenabled WHEN 'A' THEN 'ALWAYS ' ELSE '' END, tgname), ', ')]
        FROM pg_trigger WHERE tgrelid = $1::text::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')
        HAVING count(*) > 0
        """;

    private string? _enable;

    /// <summary>Disables them. The table must be locked.</summary>
    public async Task DisableAsync(CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Query, (NpgsqlConnection)context.Database.GetDbConnection())
        {
            Parameters = { new() { Value = table } },
        };
        await using var whenDone = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not string[] changes)
            return;

        _enable = changes[1];
        await ChangeAsync(changes[0], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives each of them the mode that it had.</summary>
    public Task EnableAsync(CancellationToken cancellationToken) =>
        _enable is null ? Task.CompletedTask : ChangeAsync(_enable, cancellationToken);

    private Task<int> ChangeAsync(string changes, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync($"ALTER TABLE {table} {changes}", cancellationToken);
}
