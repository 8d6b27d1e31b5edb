using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Benchmarks.Baselines;

/// <summary>A process that makes one query and ends.</summary>
internal static class FirstQuery
{
    public const string Verb = "first-query";
    public const string Compiled = "compiled";
    public const string Built = "built";

    public static string Assembly { get; } = typeof(FirstQuery).Assembly.Location;

    public static async Task<int> RunAsync(string model, string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var context = model == Compiled
            ? new MlOpsDbContext(OptionsOf<MlOpsDbContext>(dataSource))
            : new DerivedContext(OptionsOf<DerivedContext>(dataSource));
        return await context.Models.CountAsync();
    }

    private static DbContextOptions<TContext> OptionsOf<TContext>(NpgsqlDataSource dataSource)
        where TContext : MlOpsDbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseMlOps(dataSource);
        return builder.Options;
    }

    // The same entities, but EF builds the model.
    private sealed class DerivedContext(DbContextOptions<DerivedContext> options) : MlOpsDbContext(options);
}
