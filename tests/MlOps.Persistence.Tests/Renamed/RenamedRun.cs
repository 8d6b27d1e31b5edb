using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>
/// A run of the tests in which <see cref="RenamedContext"/> takes the place of <see cref="MlOpsDbContext"/>. The environment variable
/// MLOPS_TEST_MODEL is "renamed" then. Tests make their contexts here.
/// </summary>
internal static class RenamedRun
{
    public const string Variable = "MLOPS_TEST_MODEL";

    public static bool IsOn => TestModel.Other is not null;

    /// <summary>A context of this run.</summary>
    public static MlOpsDbContext CreateContext(DbContextOptions<MlOpsDbContext> options) =>
        TestModel.Other?.CreateContext(options) ?? new MlOpsDbContext(options);

    /// <summary>SQL with the names of this run.</summary>
    public static string Sql(string standard) => TestModel.Name<MlOpsDbContext>(standard);

    /// <summary>The name of a table or partition in this run.</summary>
    public static string Table(string standard) => IsOn ? RenamedNames.OfTable(standard) : standard;

    /// <summary>The name of a column in this run.</summary>
    public static string Column(string standard) => IsOn ? RenamedNames.OfColumn(standard) : standard;

    /// <summary>The name of a root in this run: that of its table, after its schema if it has one.</summary>
    public static string Root(string standard) => IsOn ? $"{RenamedNames.Schema}.{RenamedNames.OfTable(standard)}" : standard;

    /// <summary>A table as SQL needs it, with its schema.</summary>
    public static string Quote(ITable table) => $"\"{table.Schema ?? "public"}\".\"{table.Name}\"";

    /// <summary>Adds the context of this run to an application.</summary>
    public static MlOpsBuilder AddContext(this IServiceCollection services, Action<MlOpsOptions>? configure = null) =>
        IsOn ? services.AddMlOps<RenamedContext>(configure) : services.AddMlOps(configure);

    [ModuleInitializer]
    internal static void Begin()
    {
        TestModel.Other = Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => null,
            "renamed" => new TestModel(RenamedContext.Create, RenamedNames.Translate),
            var other => throw new InvalidOperationException($"{Variable} is '{other}'. Set it to 'renamed', or to nothing."),
        };
    }
}
