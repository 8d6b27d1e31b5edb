using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo;

/// <summary>The right to play in a database. A second demo waits for it, and then goes on from what the first has stored.</summary>
internal sealed class DemoTurn : IAsyncDisposable
{
    // The letters of "mlopsdem".
    private const long Key = 0x6d6c6f707364656d;

    private readonly MlOpsDbContext _context;

    private DemoTurn(MlOpsDbContext context) => _context = context;

    public static async Task<DemoTurn> TakeAsync(TenantDatabase database, Steps steps, CancellationToken cancellationToken)
    {
        var turn = new DemoTurn(database.CreateContext());
        try
        {
            turn._context.Database.SetCommandTimeout(0);
            await turn._context.Database.OpenConnectionAsync(cancellationToken);
            if (!await turn.TryTakeAsync(cancellationToken))
                await steps.RunAsync("Wait for another demo in this database", () => turn.TakeAsync(cancellationToken));

            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
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
        if (_context.Database.GetDbConnection().State == System.Data.ConnectionState.Open)
            await _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()");

        await _context.DisposeAsync();
    }
}
