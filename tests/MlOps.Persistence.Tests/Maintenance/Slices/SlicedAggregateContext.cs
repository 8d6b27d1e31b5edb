using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A sliced aggregate with parts of every kind, as different versions of an application know it.</summary>
internal sealed class SlicedAggregateContext(DbContextOptions<SlicedAggregateContext> options, Action<ModelBuilder> build)
    : MlOpsDbContext(options)
{
    public static SlicedAggregateContext On(NpgsqlDataSource dataSource, Action<ModelBuilder> build)
    {
        var builder = new DbContextOptionsBuilder<SlicedAggregateContext>();
        // Otherwise all of them would share the model of the first.
        builder.UseMlOps(dataSource).EnableServiceProviderCaching(false);
        return new SlicedAggregateContext(builder.Options, build);
    }

    public static void Crates(ModelBuilder model)
    {
        var crate = model.Entity<Crate>().IsSlicedByTime(x => x.Id, SliceInterval.Day, x => x.CreatedAt);
        crate.OwnsOne(x => x.Lid);
        crate.OwnsOne(x => x.FirstSide, part => part.ToJson());
        crate.ComplexProperty(x => x.SecondSide, part => part.ToJson());
    }

    public static void Labels(ModelBuilder model) => model.Entity<CrateLabel>(label =>
    {
        label.HasKey(x => new { x.TenantId, x.CrateId, x.Id });
        label.IsSlicedWith<CrateLabel, Crate>(x => x.CrateId);
        label.HasOne<Crate>().WithMany().HasForeignKey(x => new { x.TenantId, x.CrateId });
    });

    /// <summary>They refer to labels, and come before them in the alphabet.</summary>
    public static void Colours(ModelBuilder model) => model.Entity<CrateColour>(colour =>
    {
        colour.HasKey(x => new { x.TenantId, x.CrateId, x.Id });
        colour.IsSlicedWith<CrateColour, Crate>(x => x.CrateId);
        colour.HasOne<CrateLabel>().WithMany().HasForeignKey(x => new { x.TenantId, x.CrateId, x.LabelId });
    });

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        build(modelBuilder);
    }
}

internal sealed class Crate : Entity
{
    private Crate()
    {
    }

    public Crate(DateTimeOffset at)
        : base(at)
    {
    }

    public CratePart Lid { get; set; } = new();

    public CratePart FirstSide { get; set; } = new();

    public CratePart SecondSide { get; set; } = new();
}

internal sealed class CratePart
{
    public string? OfWood { get; set; }
}

internal sealed class CrateLabel : Entity
{
    private CrateLabel()
    {
    }

    public CrateLabel(Crate crate)
        : base(crate.CreatedAt) => CrateId = crate.Id;

    public Guid CrateId { get; private set; }
}

internal sealed class CrateColour : Entity
{
    private CrateColour()
    {
    }

    public CrateColour(CrateLabel label)
        : base(label.CreatedAt)
    {
        CrateId = label.CrateId;
        LabelId = label.Id;
    }

    public Guid CrateId { get; private set; }

    public Guid LabelId { get; private set; }
}
