using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Maintenance of tables whose names hold quotes, braces and spaces.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class QuotedNamesTests(TestServer server) : EmptyDatabaseTest(server)
{
    private const string Root = "\"o'dd {0}\".\"it's {1} \"\"odd\"\" %s_2031_01_02\"";
    private const string Member = "\"Notes\".\"a {note}'s_2031_01_02\"";
    private const string Key = "\"fk of {a} note\"";

    private static readonly DateTimeOffset Day = new(2031, 1, 2, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TenantScope.Session)]
    [InlineData(TenantScope.Transaction)]
    public async Task Rows_find_their_slices_keys_and_indexes_whatever_the_names(TenantScope scope)
    {
        await using (var creating = Context(TenantScope.Session))
            await creating.Database.EnsureCreatedAsync();

        await using var context = Context(scope);
        var parcel = new Parcel(Day);
        context.AddRange(parcel, new ParcelNote(parcel));
        await context.SaveChangesAsync();
        var maintenance = new SliceMaintenance(context);
        var report = await new SliceReader(context).ReportAsync(Day);
        Assert.Contains(report, state => state.Table == "o'dd {0}.it's {1} \"odd\" %s" && state.DefaultRows == 2);

        Assert.Equal([Root], (await maintenance.EnsureAsync(Day, Day)).Where(made => made.Contains("odd", StringComparison.Ordinal)));
        Assert.Contains(await new SliceReader(context).ReportAsync(Day), state => state.DefaultRows == 0
            && state.FirstGap == new DateTimeOffset(2031, 1, 3, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(["1"], await ColumnAsync($"SELECT count(*)::text FROM {Root}"));
        Assert.Equal(["1"], await ColumnAsync($"SELECT count(*)::text FROM {Member}"));
        Assert.Equal([Root], await ColumnAsync(
            $"SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = " +
            $"'{Member.Replace("'", "''", StringComparison.Ordinal)}'::regclass"));

        await using (var app = Context(TenantScope.Session))
        {
            await app.Database.OpenConnectionAsync();
            await app.Database.ExecuteSqlRawAsync($"SET ROLE {MlOpsRoles.App}");
            Assert.Equal(parcel.Id, (await app.Set<Parcel>().SingleAsync()).Id);
        }

        Assert.NotEmpty(await new IndexMaintenance(context).CompleteAsync());
        Assert.Equal(["0"], await ColumnAsync("SELECT count(*)::text FROM pg_index WHERE NOT indisvalid"));
        await ExecuteAsync(
            $"""
            ALTER TABLE {Member} DROP CONSTRAINT {Key};
            ALTER TABLE {Member} ADD CONSTRAINT {Key} FOREIGN KEY (tenant_id, parcel_id) REFERENCES {Root} (tenant_id, id) NOT VALID;
            """);
        Assert.Equal([$"{Member} {Key}"], await new KeyMaintenance(context).CompleteAsync());
    }

    private QuotedNamesContext Context(TenantScope scope)
    {
        var builder = new DbContextOptionsBuilder<QuotedNamesContext>();
        builder.UseMlOps(DataSource, tenantScope: scope);
        return new QuotedNamesContext(builder.Options);
    }
}
