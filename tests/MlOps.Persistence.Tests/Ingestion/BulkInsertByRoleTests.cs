using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>PostgreSQL refuses COPY where a policy applies to the role, so the way of the rows depends on the role.</summary>
public class BulkInsertByRoleTests(TestDatabase database) : DatabaseTest(database)
{
    public static TheoryData<string, bool, bool> Ways { get; } = new MatrixTheoryData<string, bool, bool>(
        [MlOpsRoles.Service, MlOpsRoles.App], [true, false], [true, false]);

    [Theory, MemberData(nameof(Ways))]
    public async Task Entities_of_every_type_are_stored_with_and_without_their_slice(string role, bool withSlice, bool asIfMany)
    {
        if (withSlice)
            await MakeSliceAsync();
        else
            await DropSliceAsync();

        var written = Population.Create();
        await using var dataSource = As(role);
        await using (var context = TenantContexts.Create(dataSource, Tenants.Default))
            Assert.Equal(
                written.Count,
                asIfMany ? await LargeBatch.StoreAsync(context, written) : await BulkInsert.RunAsync(context, written, default));

        await using var other = Database.CreateContext();
        foreach (var entity in written)
        {
            var read = await other.FindAsync(entity.GetType(), other.Model.FindEntityType(entity.GetType())!.FindPrimaryKey()!
                .Properties.Select(property => property.GetGetter().GetClrValue(entity)).ToArray());
            Assert.Empty(Fields.Differences(other, entity, read!));
        }

        Assert.Equal(withSlice ? 0 : 8, await Database.CountAsync("ml_predictions_default"));
    }

    [Fact]
    public async Task The_service_writes_into_the_partitions_themselves_and_the_app_through_a_temporary_table()
    {
        await MakeSliceAsync();
        foreach (var (role, direct) in (IEnumerable<(string, bool)>)[(MlOpsRoles.Service, true), (MlOpsRoles.App, false)])
        {
            await using var dataSource = As(role);
            await using var context = TenantContexts.Create(dataSource, Tenants.Default);
            await context.Database.OpenConnectionAsync();
            var groups = CopyGroup.Of(context, Sample.BarePredictions());
            var routes = await CopyRoute.FindAsync(
                (NpgsqlConnection)context.Database.GetDbConnection(), groups, default);
            Assert.All(routes, route => Assert.Equal(direct, route.IsDirect));
            Assert.All(routes, route => Assert.Equal(direct, route.Relation.Contains("_2026_03", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task The_reader_is_refused_and_stores_nothing()
    {
        await using var dataSource = As(MlOpsRoles.Reader);
        await using var context = TenantContexts.Create(dataSource, Tenants.Default);
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => BulkInsert.RunAsync(context, Sample.BarePredictions(), default));
        Assert.Contains("permission denied", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    private async Task MakeSliceAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
    }

    private async Task DropSliceAsync()
    {
        foreach (var partition in await Database.ColumnAsync(
            "SELECT oid::regclass::text FROM pg_class WHERE relispartition AND relkind = 'r' AND relname LIKE '%\\_2026\\_03'"))
            await Database.ExecuteAsync($"DROP TABLE {partition} CASCADE");
    }

    private NpgsqlDataSource As(string role) =>
        NpgsqlDataSource.Create(Database.ConnectionStringAs(role));
}
