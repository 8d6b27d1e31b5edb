using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Slices of aggregates that grow: members of members, and maintenance by a version that knows less than the database
/// has.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class VersionsTests(TestServer server) : EmptyDatabaseTest(server)
{
    private const string Count = "SELECT count(*)::text FROM";

    [Fact]
    public async Task A_member_may_refer_to_a_member_that_comes_after_it_in_the_alphabet()
    {
        await using var context = await CreateAsync(model =>
            { SlicedAggregateContext.Crates(model); SlicedAggregateContext.Labels(model); SlicedAggregateContext.Colours(model); });
        var crate = new Crate(Sample.Noon);
        var label = new CrateLabel(crate);
        context.AddRange(crate, label, new CrateColour(label));
        await context.SaveChangesAsync();

        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(["1"], await ColumnAsync($"{Count} crate_colour_2026_03_01"));
        Assert.Equal(["crate_label_2026_03_01"], await ColumnAsync(
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = 'crate_colour_2026_03_01'::regclass"));
    }

    [Fact]
    public async Task Parts_and_documents_lie_in_the_table_of_their_entity_under_names_like_all_others()
    {
        await using var context = await CreateAsync(SlicedAggregateContext.Crates);
        context.Add(new Crate(Sample.Noon)
        {
            FirstSide = new CratePart { OfWood = "oak" },
            SecondSide = new CratePart { OfWood = "elm" },
            Lid = new CratePart { OfWood = "ash" },
        });
        await context.SaveChangesAsync();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(["ash, oak, elm"], await ColumnAsync(
            "SELECT concat_ws(', ', lid_of_wood, first_side ->> 'OfWood', second_side ->> 'OfWood') FROM crate_2026_03_01"));
        Assert.Equal(["1"], await ColumnAsync("SELECT count(*)::text FROM pg_policy WHERE polrelid = 'crate'::regclass"));
        context.ChangeTracker.Clear();
        Assert.Equal("elm", (await context.Set<Crate>().SingleAsync()).SecondSide.OfWood);
    }

    [Fact]
    public async Task Columns_that_this_version_does_not_know_move_with_their_rows()
    {
        await using var newer =
            await CreateAsync(model => { SlicedAggregateContext.Crates(model); model.Entity<Crate>().Property<string?>("Weight"); });
        var crate = newer.Add(new Crate(Sample.Noon));
        crate.Property("Weight").CurrentValue = "heavy";
        await newer.SaveChangesAsync();

        await using var older = SlicedAggregateContext.On(DataSource, SlicedAggregateContext.Crates);
        await new SliceMaintenance(older).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(["heavy"], await ColumnAsync("SELECT weight FROM crate_2026_03_01"));
    }

    [Fact]
    public async Task Rows_that_a_table_refers_to_which_this_version_does_not_know_stay_where_they_are()
    {
        await using var newer = await CreateAsync(model => { SlicedAggregateContext.Crates(model); SlicedAggregateContext.Labels(model); });
        var crate = new Crate(Sample.Noon);
        newer.AddRange(crate, new CrateLabel(crate));
        await newer.SaveChangesAsync();

        await using var older = SlicedAggregateContext.On(DataSource, SlicedAggregateContext.Crates);
        var tomorrow = Sample.Noon.AddDays(1);
        Assert.NotEmpty(await new SliceMaintenance(older).EnsureAsync(tomorrow, tomorrow));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new SliceMaintenance(older).EnsureAsync(Sample.Noon, Sample.Noon));
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
        Assert.Contains("crate_label_default refers to crate", error.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await ColumnAsync($"{Count} crate_label"));

        await new SliceMaintenance(newer).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(["1"], await ColumnAsync($"{Count} crate_label_2026_03_01"));
    }

    [Fact]
    public async Task A_slice_that_would_lack_a_key_of_a_newer_version_is_made_by_that_version_alone()
    {
        Action<ModelBuilder> labels = model => { SlicedAggregateContext.Crates(model); SlicedAggregateContext.Labels(model); };
        await using var newer = await CreateAsync(labels);
        await using var older = SlicedAggregateContext.On(DataSource, labels + (model =>
            model.Entity<CrateLabel>().Metadata.RemoveForeignKey(model.Entity<CrateLabel>().Metadata.GetForeignKeys().Single())));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new SliceMaintenance(older).EnsureAsync(Sample.Noon, Sample.Noon));
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
        Assert.StartsWith(
            "Slice 2026_03_01 of crate is not made: it would lack the foreign key fk_crate_label_crate_tenant_id_crate_id of " +
            "crate_label_default, which",
            error.Message, StringComparison.Ordinal);

        Assert.NotEmpty(await new SliceMaintenance(newer).EnsureAsync(Sample.Noon, Sample.Noon));
        Assert.Empty(await new SliceMaintenance(older).EnsureAsync(Sample.Noon, Sample.Noon));
    }

    [Fact]
    public async Task A_number_that_the_database_gives_moves_too()
    {
        await using var context = await CreateAsync(model =>
        {
            SlicedAggregateContext.Crates(model);
            model.Entity<Crate>().Property<int>("Number").UseIdentityAlwaysColumn();
        });
        context.Add(new Crate(Sample.Noon));
        await context.SaveChangesAsync();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        context.Add(new Crate(Sample.Noon));
        await context.SaveChangesAsync();
        Assert.Equal(["1", "2"], await ColumnAsync("SELECT number::text FROM crate_2026_03_01 ORDER BY 1"));
    }

    private async Task<SlicedAggregateContext> CreateAsync(Action<ModelBuilder> build)
    {
        var context = SlicedAggregateContext.On(DataSource, build);
        await context.Database.EnsureCreatedAsync();
        return context;
    }
}
