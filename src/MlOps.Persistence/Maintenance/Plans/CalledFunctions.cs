using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Review;
using MlOps.Persistence.Transactions;
using MlOps.Postgres.Locks;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>Adds to each statement the locks of the functions that it calls, and of those that they call.</summary>
internal sealed class CalledFunctions
{
    // By name: nobody knows before a call which of several functions of one name it will be.
    private readonly Dictionary<string, List<string>> _bodies = [];

    /// <summary>Learns the functions of a database, but not those of PostgreSQL, and those in other languages.</summary>
    public async Task ReadAsync(DbContext context, CancellationToken cancellationToken)
    {
        var found = await context.InTransactionAsync(
            () => context.Database.SqlQuery<Function>(
                $"""
                SELECT p.proname::text AS "Name", coalesce(nullif(p.prosrc, ''), pg_get_function_sqlbody(p.oid), '') AS "Body"
                FROM pg_proc AS p
                JOIN pg_language AS l ON l.oid = p.prolang
                JOIN pg_namespace AS n ON n.oid = p.pronamespace
                WHERE l.lanname IN ('sql', 'plpgsql') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                """).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        foreach (var function in found)
            Add(function);
    }

    /// <summary>Completes a step. They come in their order, since one may create the function that a later one calls.</summary>
    public PlanStep Complete(PlanStep step)
    {
        if (FunctionTexts.FindCreated(step.Sql) is var (name, body, replaces))
        {
            // With several of that name, nobody knows which of them it replaces.
            if (replaces && _bodies.GetValueOrDefault(name) is [_])
                _bodies.Remove(name);

            Add(new Function(name, body));
        }

        return step with { Called = [.. Find(step.Sql, [])] };
    }

    private void Add(Function function)
    {
        if (!_bodies.TryGetValue(function.Name, out var bodies))
            _bodies[function.Name] = bodies = [];

        bodies.Add(function.Body);
    }

    private IEnumerable<StatementLock> Find(string sql, HashSet<string> seen) =>
        from name in FunctionTexts.ListCalled(sql)
        where seen.Add(name)
        from body in _bodies.GetValueOrDefault(name) ?? []
        from found in StatementLocks.ListInBody(body, HarmlessChanges.MayBeVolatile).Concat(Find(body, seen))
        select found;

    private sealed record Function(string Name, string Body);
}
