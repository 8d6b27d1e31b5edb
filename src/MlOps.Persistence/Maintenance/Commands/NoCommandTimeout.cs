using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>
/// Lets statements run for as long as tables are large, where an application's limit would end them at the same point each
/// time. What must not wait for long says so to the server, by lock_timeout.
/// </summary>
internal sealed class NoCommandTimeout : IDisposable
{
    private readonly DbContext _context;
    private readonly int? _before;

    public NoCommandTimeout(DbContext context)
    {
        _context = context;
        _before = context.Database.GetCommandTimeout();
        context.Database.SetCommandTimeout(0);
    }

    public void Dispose() => _context.Database.SetCommandTimeout(_before);
}
