using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>What the owner of the tables can do without being a superuser.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class PlainOwnerTests(TestServer server) : IAsyncLifetime
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000a");

    private PlainOwner _owner = null!;

    public async ValueTask InitializeAsync() => _owner = await PlainOwner.CreateAsync(server);

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [Fact]
    public async Task It_migrates_makes_slices_stores_and_goes_back()
    {
        await using var context = TenantContexts.Create(_owner.DataSource, Tenants.Default);
        Assert.NotEmpty(await SchemaMigration.RunAsync(context));
        Assert.Equal(0L, await _owner.ScalarAsync<long>(
            "SELECT count(*) FROM pg_class WHERE relname LIKE '%ml\\_%' AND relowner <> current_user::regrole"));

        var early = Build.OraclePrediction(1);
        context.Add(early);
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        await new PredictionRepository(context).RecordLabelAsync(early.Id, 1, Sample.Noon);
        Assert.NotEmpty(await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon));
        Assert.Equal(1, await context.Predictions.CountAsync());
        Assert.Equal(1L, await _owner.ScalarAsync<long>("SELECT count(*) FROM ml_predictions_2026_03"));

        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        Assert.Equal(0L, await _owner.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname LIKE '%ml\\_predictions%'"));
    }

    [Fact]
    public async Task It_sees_of_the_tables_what_its_tenant_may_see()
    {
        await using var context = TenantContexts.Create(_owner.DataSource, Tenants.Default);
        await SchemaMigration.RunAsync(context);
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        Assert.Equal(1, await context.Models.CountAsync());
        // No materialized view reads the table, so that not even its owner sees it without a tenant.
        var error = await Assert.ThrowsAsync<PostgresException>(() => _owner.ScalarAsync<long>("SELECT count(*) FROM ml_models"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task It_sees_of_materialized_views_what_it_sees_of_their_tables()
    {
        await using var context = TenantContexts.Create(_owner.DataSource, Tenants.Default);
        await SchemaMigration.RunAsync(context);
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var own = TenantContexts.Create(_owner.DataSource, tenant);
            own.Add(Build.OraclePrediction(1));
            await own.SaveChangesAsync();
        }

        await new ViewRefresh(context).RunAsync();
        foreach (var rows in (string[])["ml_predictions", "v_daily_predictions"])
            Assert.Equal(2L, await _owner.ScalarAsync<long>($"SELECT count(*) FROM {rows}"));

        const string Days = "SELECT string_agg(tenant_id::text, ', ') FROM v_daily_predictions";
        Assert.Equal($"{Other}", await _owner.ScalarAsync<string>(Days, tenant: Other));
        foreach (var role in (string[])[MlOpsRoles.App, MlOpsRoles.Reader])
        {
            Assert.Equal($"{Other}", await _owner.ScalarAsync<string>(Days, role, Other));
            var error = await Assert.ThrowsAsync<PostgresException>(() => _owner.ScalarAsync<string>(Days, role));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        }
    }

    [Fact]
    public async Task It_moves_the_rows_of_all_tenants_into_their_slice_with_what_they_refer_to()
    {
        await using var context = TenantContexts.Create(_owner.DataSource, Tenants.Default);
        await SchemaMigration.RunAsync(context);
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var early = TenantContexts.Create(_owner.DataSource, tenant);
            var model = Build.Model();
            var version = Build.ModelVersion(model, "1");
            early.AddRange(model, version);
            await early.SaveChangesAsync();
            early.AddRange(Sample.FullPredictions(version.Id));
            await early.SaveChangesAsync();
        }

        var rows = await _owner.ScalarAsync<long>("SELECT count(*) FROM ml_predictions_default");
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(
            rows, await _owner.ScalarAsync<long>("SELECT count(*) FROM ml_predictions_2026_03 WHERE model_version_id IS NOT NULL"));
        // It is the key of the whole table, and no second one beside it.
        Assert.Equal(1L, await _owner.ScalarAsync<long>(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'ml_predictions_2026_03'::regclass AND confrelid = " +
            "'model_versions'::regclass AND conparentid <> 0"));
        Assert.Equal(1L, await _owner.ScalarAsync<long>(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'ml_predictions_2026_03'::regclass AND confrelid = " +
            "'model_versions'::regclass"));
    }
}
