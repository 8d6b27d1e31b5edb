using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>
/// No policy applies to a superuser. Even so it reads and changes the rows of the context's tenant alone, whether the model is
/// compiled or built.
/// </summary>
public sealed partial class TenantSqlTests(TestDatabase database) : TwoTenantsTest(database)
{
    private readonly List<string> _commands = [];

    public static TheoryData<string, bool> Reads()
    {
        var data = new TheoryData<string, bool>();
        foreach (var query in Queries.Keys)
        {
            data.Add(query, true);
            data.Add(query, false);
        }

        return data;
    }

    private static Dictionary<string, Func<MlOpsDbContext, IQueryable<object>>> Queries { get; } = new()
    {
        ["a root"] = context => context.Models,
        ["a leaf"] = context => context.Set<OraclePrediction>(),
        ["an include"] = context => context.Models.Include(model => model.Versions).ThenInclude(version => version.Transitions),
        ["a split include"] = context => context.Models.Include(model => model.Versions).AsSplitQuery(),
        ["a join"] = context =>
            from model in context.Models
            join version in context.ModelVersions on model.Name equals version.ModelName
            select new { model.Name, version.Version },
        ["a subquery"] = context => context.Models.Where(model => context.ModelVersions.Any(version => version.ModelName == model.Name)),
        ["a navigation"] = context => context.ModelVersions.Where(version => version.Model!.Owner != "x"),
        ["a union"] = context => context.Models.Select(model => model.Name).Union(context.ModelAliases.Select(alias => alias.ModelName)),
        ["raw SQL"] = context => context.Models.FromSql($"SELECT *, xmin FROM ml_models"),
    };

    [Theory, MemberData(nameof(Reads))]
    [StandardNames("It reads the names in SQL.")]
    public async Task Each_table_of_a_query_is_restricted_to_the_tenant(string query, bool compiled)
    {
        await using var context = Create(compiled);
        await Queries[query](context).ToListAsync();
        Assert.NotEmpty(_commands);
        Assert.All(_commands, command => Assert.Equal(
            (command, TablesOf(command)), (command, TenantEquality().Count(command))));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Rows_of_another_tenant_are_neither_read_nor_updated_nor_deleted(bool compiled)
    {
        await StoreModelsAsync();
        await using var context = Create(compiled);
        Assert.Equal(First, (await context.Models.SingleAsync()).TenantId);
        Assert.Equal(1, await context.Models.ExecuteUpdateAsync(set => set.SetProperty(model => model.Description, "changed")));
        Assert.Equal(["false", "true"], await Database.ColumnAsync(
            $"SELECT (description IS NOT DISTINCT FROM 'changed')::text FROM ml_models ORDER BY tenant_id = '{First}'"));
        Assert.Equal(1, await context.Models.ExecuteDeleteAsync());
        Assert.Equal([$"{Second}"], await Database.ColumnAsync("SELECT tenant_id::text FROM ml_models"));
    }

    private MlOpsDbContext Create(bool compiled)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.OwnerDataSource, First);
        builder.LogTo(
            (id, _) => id == RelationalEventId.CommandExecuted,
            data => _commands.Add(((CommandExecutedEventData)data).Command.CommandText));
        if (!compiled)
            builder.ReplaceService<IModelCustomizer, RelationalModelCustomizer>();

        return RenamedRun.CreateContext(builder.Options);
    }

    // A leaf shares its key, and so its tenant, with its root. A join on a key of the tenant restricts the joined table by it.
    private static int TablesOf(string command) => RestrictedTable().Count(command);

    [GeneratedRegex("""(FROM|JOIN) (?!oracle_|\()""")]
    private static partial Regex RestrictedTable();

    [GeneratedRegex("""tenant_id = @""")]
    private static partial Regex TenantEquality();
}
