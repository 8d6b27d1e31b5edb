using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Transactions;

/// <summary>
/// Lets statements run without the command timeout of the application, which would end work on large tables at the same point
/// each time. What must not wait for long sets a lock_timeout.
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
