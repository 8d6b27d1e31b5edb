using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>A key that the owner adds without being a superuser holds for the rows of all tenants.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class PlainOwnerKeyTests(TestServer server) : IAsyncLifetime
{
    private const string Forced =
        "SELECT count(*) FROM pg_class WHERE relname IN ('ml_models', 'model_versions', 'ml_predictions', 'ml_feedback') AND " +
        "relforcerowsecurity";

    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000a");

    private PlainOwner _owner = null!;
    private MlOpsDbContext _context = null!;

    public async ValueTask InitializeAsync()
    {
        _owner = await PlainOwner.CreateAsync(server);
        _context = TenantContexts.Create(_owner.DataSource, Tenants.Default);
        await SchemaMigration.RunAsync(_context);
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var context = TenantContexts.Create(_owner.DataSource, tenant);
            var model = Build.Model();
            var version = Build.ModelVersion(model, "1");
            context.AddRange(model, version);
            await context.SaveChangesAsync();
            var predictions = Sample.FullPredictions(version.Id).ToList();
            context.AddRange(predictions);
            context.Add(Feedback.Record(predictions[0], new FeedbackContent { Rating = 3 }, predictions[0].CreatedAt));
            await context.SaveChangesAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _owner.DisposeAsync();
    }

    [Theory]
    [InlineData("model_versions", "ml_models")]
    [InlineData("ml_predictions", "model_versions")]
    [InlineData("ml_feedback", "ml_predictions")]
    public async Task It_is_added_where_all_rows_of_all_tenants_keep_it(string table, string principal)
    {
        await ReplaceAsync(table, principal);
        Assert.Equal(4L, await _owner.ScalarAsync<long>(Forced));
    }

    [Theory]
    [InlineData("model_versions", "ml_models")]
    [InlineData("ml_predictions", "model_versions")]
    [InlineData("ml_feedback", "ml_predictions")]
    public async Task It_is_refused_where_a_row_of_another_tenant_breaks_it(string table, string principal)
    {
        var delete = $"SET session_replication_role = replica; DELETE FROM {principal} WHERE tenant_id = '{Other}'";
        var error = await Assert.ThrowsAsync<PostgresException>(() => ReplaceAsync(table, principal, delete));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, error.SqlState);
        Assert.Equal(4L, await _owner.ScalarAsync<long>(Forced));
    }

    // Drops the key, lets an administrator do something, and adds it in a transaction, as a migration does.
    private async Task ReplaceAsync(string table, string principal, string between = "SELECT 1")
    {
        var model = _context.GetService<IDesignTimeModel>().Model;
        var key = model.GetRelationalModel()
            .FindTable(table, null)!.ForeignKeyConstraints.Single(key => key.PrincipalTable.Name == principal);
        await RunAsync(new DropForeignKeyOperation { Table = table, Name = key.Name }, model);
        await _owner.AsAdministratorAsync(between);
        await RunAsync(AddForeignKeyOperation.CreateFrom(key), model);
    }

    private async Task RunAsync(MigrationOperation operation, IModel model)
    {
        await using var transaction = await _context.Database.BeginTransactionAsync();
        foreach (var command in _context.GetService<IMigrationsSqlGenerator>().Generate([operation], model))
            await _context.Database.ExecuteSqlRawAsync(command.CommandText);

        await transaction.CommitAsync();
    }
}
