using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Adoption;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

public sealed class SchemaAdoptionTests(TestServer server) : EmptyDatabaseTest(server)
{
    private static readonly DateTimeOffset Start = new(2031, 1, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly TestServer _server = server;

    [Fact]
    public Task A_context_that_adds_nothing_gets_the_history_alone() => AdoptAsync<TeamModels.Nothing>();

    [Fact]
    public Task Tables_and_views_are_added() => AdoptAsync<TeamModels.Tables>();

    [Fact]
    public Task A_leaf_gets_its_part_of_the_slices_that_exist() => AdoptAsync<TeamModels.Leaf>(MakeSlicesAsync);

    [Fact]
    public Task Indexes_of_tables_that_exist_are_built_and_those_of_slices_declared() => AdoptAsync<TeamModels.Indexes>();

    [Fact]
    public Task A_check_is_added() => AdoptAsync<TeamModels.Check>();

    [Theory]
    [InlineData(nameof(TeamModels.NoExperiments), "drop the table ab_testing_results")]
    [InlineData(nameof(TeamModels.LongerNames), "change the column ml_models.model_type")]
    [InlineData(nameof(TeamModels.OtherView), "change the view v_model_timeline")]
    [InlineData(nameof(TeamModels.HandWritten), "its migration ModelMigration runs SQL that is written by hand")]
    [InlineData(nameof(TeamModels.HandFilled), "its migration ModelMigration writes rows that the model does not declare")]
    public async Task What_does_more_than_add_is_refused_and_the_database_stays_as_it_is(string model, string change)
    {
        await MigrateLibraryAsync();
        var before = await SchemaCatalogue.ReadAsync(DataSource);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => model switch
        {
            nameof(TeamModels.NoExperiments) => MigrateAsync<TeamModels.NoExperiments>(DataSource),
            nameof(TeamModels.LongerNames) => MigrateAsync<TeamModels.LongerNames>(DataSource),
            nameof(TeamModels.OtherView) => MigrateAsync<TeamModels.OtherView>(DataSource),
            nameof(TeamModels.HandFilled) => MigrateAsync<TeamModels.HandFilled>(DataSource),
            _ => MigrateAsync<TeamModels.HandWritten>(DataSource),
        });
        Assert.Equal(MlOpsError.AdoptionRefused, error.Error);
        Assert.Contains(change, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SchemaCatalogue.ReadAsync(DataSource));
        Assert.EndsWith("_Initial", Assert.Single(await HistoryAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_library_is_not_adopted()
    {
        await MigrateLibraryAsync();
        await ExecuteAsync("INSERT INTO mlops_migrations_history VALUES ('99990101000000_FromTheFuture', '99.0.0')");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => MigrateAsync<TeamModels.Nothing>(DataSource));
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
        Assert.Contains("99990101000000_FromTheFuture", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_behind_gets_the_librarys_migrations_first()
    {
        await MigrateLibraryAsync();
        await using var context = TeamContext<TeamModels.Tables>.Create(DataSource);
        await using var library = LaterLibrary.CreateBeside(context);
        Assert.Equal([LaterLibrary.Last, ModelMigrations.First], await SchemaAdoption.TryRunAsync(context, library, default));
        Assert.Equal([ModelMigrations.First], await HistoryAsync());
        Assert.Equal(["ix_last", "v_tickets"],
            await ColumnAsync("SELECT relname FROM pg_class WHERE relname IN ('ix_last', 'v_tickets') ORDER BY 1"));
    }

    [Fact]
    public async Task Two_at_once_adopt_once()
    {
        await MigrateLibraryAsync();
        var applied = await Task.WhenAll(MigrateAsync<TeamModels.Tables>(DataSource), MigrateAsync<TeamModels.Tables>(DataSource));
        Assert.Equal([ModelMigrations.First], applied.SelectMany(names => names));
    }

    // The same as from nothing, and the second time nothing.
    private async Task AdoptAsync<TModel>(Func<MlOpsDbContext, Task>? afterwards = null)
        where TModel : ITeamModel
    {
        await MigrateLibraryAsync(afterwards);
        Assert.Equal([ModelMigrations.First], await MigrateAsync<TModel>(DataSource, afterwards));
        Assert.Equal([ModelMigrations.First], await HistoryAsync());
        var adopted = await SchemaCatalogue.ReadAsync(DataSource);

        var connection = await _server.CreateEmptyDatabaseAsync();
        await using (var fresh = NpgsqlDataSource.Create(connection))
        {
            await MigrateAsync<TModel>(fresh, afterwards);
            var made = await SchemaCatalogue.ReadAsync(fresh);
            Assert.Empty(made.Except(adopted));
            Assert.Empty(adopted.Except(made));
            Assert.Equal(made, adopted);
        }

        await _server.DropDatabaseAsync(connection);
        Assert.Empty(await MigrateAsync<TModel>(DataSource, afterwards));
        Assert.Equal(adopted, await SchemaCatalogue.ReadAsync(DataSource));
    }

    private async Task MigrateLibraryAsync(Func<MlOpsDbContext, Task>? afterwards = null)
    {
        await using var context = CreateContext();
        await new SchemaUpgrade(context).MigrateAsync();
        await (afterwards?.Invoke(context) ?? Task.CompletedTask);
    }

    private static Task MakeSlicesAsync(MlOpsDbContext context) => new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(1));

    private static async Task<IReadOnlyList<string>> MigrateAsync<TModel>(
        NpgsqlDataSource dataSource, Func<MlOpsDbContext, Task>? afterwards = null)
        where TModel : ITeamModel
    {
        await using var context = TeamContext<TModel>.Create(dataSource);
        var applied = await new SchemaUpgrade(context).MigrateAsync();
        await (afterwards?.Invoke(context) ?? Task.CompletedTask);
        return applied;
    }

    private Task<List<string>> HistoryAsync() =>
        ColumnAsync("""SELECT "MigrationId" FROM mlops_migrations_history ORDER BY 1""");
}
