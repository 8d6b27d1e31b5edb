using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>
/// Compares a database with the model: tables, columns, defaults, indexes, keys, checks, policies, rights, views, triggers, functions,
/// slices and roles. It changes nothing. Run it as the owner of the tables, who may create schemas: the model is built in
/// empty ones, in a transaction that is rolled back.
/// </summary>
/// <param name="context">Any context that UseMlOps configured. It has no transaction.</param>
public sealed class SchemaVerification(MlOpsDbContext context)
{
    /// <summary>Finds the differences, in the order in which they are repaired.</summary>
    public async Task<IReadOnlyList<SchemaFinding>> FindAsync(CancellationToken cancellationToken = default)
    {
        if (await MigrationCheck.FindAsync(context, cancellationToken).ConfigureAwait(false) is { Count: > 0 } others)
            return others;

        try
        {
            var model = await new ModelBuild(context).ReadAsync(cancellationToken).ConfigureAwait(false);
            return await new DatabaseCheck(context, model).FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return [NotVisible(e)];
        }
    }

    /// <summary>
    /// Finds the differences and runs the repairs that are safe, until nothing is left that they could mend. Several processes may do so
    /// at once: one repairs, and the others wait.
    /// </summary>
    /// <param name="report">Is given each finding that is repaired.</param>
    /// <param name="cancellationToken">Stops between two statements. What is repaired stays so.</param>
    public async Task<SchemaRepairs> RepairAsync(
        IProgress<SchemaFinding>? report = null, CancellationToken cancellationToken = default)
    {
        if (await MigrationCheck.FindAsync(context, cancellationToken).ConfigureAwait(false) is { Count: > 0 } others)
            return new SchemaRepairs([], others);

        try
        {
            var model = await new ModelBuild(context).ReadAsync(cancellationToken).ConfigureAwait(false);
            return await new RepairRun(context, new DatabaseCheck(context, model), report).RunAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return new SchemaRepairs([], [NotVisible(e)]);
        }
    }

    private SchemaFinding NotVisible(PostgresException refusal) => new(
        FindingSeverity.NotVisible, Kinds.Schema, $"database {context.Database.GetDbConnection().Database}", "that of the model", null)
    {
        ToDo = $"Nothing was compared, since this login may not build the model beside the tables: {refusal.MessageText}. Verify as the " +
            "owner of the database, or let the owner run: GRANT CREATE ON DATABASE ... TO ...",
    };
}
