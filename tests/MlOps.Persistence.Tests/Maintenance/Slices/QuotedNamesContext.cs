using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A sliced aggregate whose names are hard on SQL, in two schemas.</summary>
internal sealed class QuotedNamesContext(DbContextOptions<QuotedNamesContext> options) : MlOpsDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Parcel>(parcel =>
        {
            parcel.ToTable("it's {1} \"odd\" %s", "o'dd {0}");
            parcel.Property(x => x.CreatedAt).HasColumnName("made {at}");
            parcel.HasIndex(x => new { x.TenantId, x.CreatedAt }, "ix of {a}").IsCreatedConcurrently();
            parcel.IsSlicedByTime(x => x.Id, SliceInterval.Day, x => x.CreatedAt);
        });
        modelBuilder.Entity<ParcelNote>(note =>
        {
            note.ToTable("a {note}'s", "Notes");
            note.HasKey(x => new { x.TenantId, x.ParcelId, x.Id });
            note.IsSlicedWith<ParcelNote, Parcel>(x => x.ParcelId);
            note.HasOne<Parcel>().WithMany().HasForeignKey(x => new { x.TenantId, x.ParcelId }).HasConstraintName("fk of {a} note");
        });
    }
}

internal sealed class Parcel : Entity
{
    private Parcel()
    {
    }

    public Parcel(DateTimeOffset at)
        : base(at)
    {
    }
}

internal sealed class ParcelNote : Entity
{
    private ParcelNote()
    {
    }

    public ParcelNote(Parcel parcel)
        : base(parcel.CreatedAt) => ParcelId = parcel.Id;

    public Guid ParcelId { get; private set; }
}
