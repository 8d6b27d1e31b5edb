using System.Reflection;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>Makes contexts of a class by its public constructor that takes the options.</summary>
internal static class ContextConstructor<TContext>
    where TContext : MlOpsDbContext
{
    private static readonly ConstructorInfo? Constructor =
        typeof(TContext).IsAbstract ? null : typeof(TContext).GetConstructor([typeof(DbContextOptions<TContext>)]);

    /// <exception cref="InvalidOperationException">The class has no such constructor.</exception>
    public static TContext Invoke(DbContextOptions<TContext> options)
    {
        var name = typeof(TContext).Name;
        return Constructor is null
            ? throw new InvalidOperationException(
                $"The test server cannot create {typeof(TContext).FullName}. It must not be abstract, and needs the public constructor " +
                $"{name}(DbContextOptions<{name}> options), which passes the options to its base class. Add it, or derive from " +
                $"TestServer<{name}> and override CreateContext.")
            : (TContext)Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [options], null);
    }
}
