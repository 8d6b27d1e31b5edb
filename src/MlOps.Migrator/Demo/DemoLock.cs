using System.Data;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Migrator.Demo;

/// <summary>Lets one demo at a time write to a database. A second one waits, and then goes on from what the first has stored.</summary>
internal sealed class DemoLock : IAsyncDisposable
{
    // The letters of "mlopsdem".
    private const long Key = 0x6d6c6f707364656d;

    private readonly MlOpsDbContext _context;

    private DemoLock(MlOpsDbContext context) => _context = context;

    public static async Task<DemoLock> TakeAsync(TenantDatabase database, Steps steps, CancellationToken cancellationToken)
    {
        var taken = new DemoLock(database.CreateContext());
        try
        {
            taken._context.Database.SetCommandTimeout(0);
            await taken._context.Database.OpenConnectionAsync(cancellationToken);
            if (!await taken.TryTakeAsync(cancellationToken))
                await steps.RunAsync("Wait for the other demo in this database", () => taken.TakeAsync(cancellationToken));

            return taken;
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
    }

    private Task<bool> TryTakeAsync(CancellationToken cancellationToken) =>
        _context.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_lock({Key}) AS "Value" """).SingleAsync(cancellationToken);

    private Task<int> TakeAsync(CancellationToken cancellationToken) =>
        _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Key})", cancellationToken);

    /// <summary>Gives it back. The server does so itself if the process is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_context.Database.GetDbConnection().State == ConnectionState.Open)
                await _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Key})");
        }
        catch (NpgsqlException)
        {
            // The connection is broken, and the lock is free then.
        }

        await _context.DisposeAsync();
    }
}
