using Microsoft.EntityFrameworkCore;
using MlOps.Domain;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Entities of an application, in every shape that EF can map to columns.</summary>
internal sealed class ShapesContext(DbContextOptions options) : MlOpsDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Site>();
        modelBuilder.Entity<Parcel>(parcel =>
        {
            parcel.ComplexProperty(p => p.Size);
            parcel.OwnsOne(p => p.Sender, sender => sender.OwnsOne(s => s.Address));
            parcel.Property<Guid?>("OriginId");
            parcel.HasOne(p => p.Origin).WithMany().HasForeignKey("TenantId", "OriginId");
            parcel.Property<string>("Region").HasDefaultValue("eu");
            parcel.Property<string?>("Note");
            parcel.Property(p => p.Number).UseIdentityAlwaysColumn();
            parcel.Property(p => p.Priority).HasDefaultValue(7);
        });
        modelBuilder.Entity<Vehicle>().UseTphMappingStrategy();
        modelBuilder.Entity<Truck>().Property(truck => truck.Load).HasColumnName("load");
        modelBuilder.Entity<Van>().Property(van => van.Load).HasColumnName("load");
        modelBuilder.Entity<Bike>();
        modelBuilder.Entity<Basket>().OwnsMany(basket => basket.Items, item => item.ToTable("item"));
        modelBuilder.Entity<Catalogue>().OwnsOne(catalogue => catalogue.Content, content => content.OwnsMany(c => c.Items));
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ComplexProperty(s => s.Size);
            shipment.ComplexProperty(s => s.Price);
            shipment.ComplexProperty(s => s.Discount);
            shipment.ComplexProperty(s => s.Receipt, receipt => receipt.HasDiscriminator());
            shipment.ComplexProperty(s => s.Insurance, insurance => insurance.ComplexProperty(i => i.Vault));
            shipment.OwnsOne(s => s.Sender, sender => sender.OwnsOne(s => s.Address));
        });
        modelBuilder.Entity<Exhibit>(exhibit =>
        {
            exhibit.ToTable("Odd \"Exhibits");
            exhibit.Property(e => e.Document).HasColumnType("jsonb").HasColumnName("Odd \"Document\"");
            exhibit.Property(e => e.Local).HasColumnType("timestamp without time zone");
            exhibit.Property(e => e.Code).HasColumnType("character(5)");
            exhibit.Property<int>("Length").HasComputedColumnSql("length(code)", stored: true);
        });
        modelBuilder.Entity<Visit>(visit =>
        {
            visit.Property<Guid?>("PlaceId");
            visit.HasOne(v => v.Place).WithMany().HasForeignKey("TenantId", "PlaceId");
        });
        modelBuilder.Entity<Abroad.Truck>().ToTable("truck_abroad");
        modelBuilder.Entity<Ghost>().ToView("ghost");
        modelBuilder.Entity<Voyage>().OwnsOne(voyage => voyage.Leg, leg =>
        {
            leg.Property<Guid?>("HarbourId");
            leg.HasOne(l => l.Harbour).WithMany().HasForeignKey("VoyageTenantId", "HarbourId");
        });
        modelBuilder.Entity<Specimen>(specimen =>
        {
            specimen.Property(s => s.Local).HasColumnType("timestamp without time zone");
            specimen.Property(s => s.Document).HasColumnType("jsonb");
        });
        modelBuilder.Entity<Sighting>();
        modelBuilder.Entity<Stay>();
        modelBuilder.Entity<Depot>(depot =>
        {
            depot.Property(d => d.ChangedAt).HasDefaultValueSql("'2026-01-01Z'").ValueGeneratedOnAddOrUpdate();
            depot.Property(d => d.Token).IsConcurrencyToken();
            depot.Property(d => d.Plan).HasColumnType("json");
            depot.Property(d => d.Mood).HasColumnType("mood");
            depot.ComplexProperty(d => d.Rent);
            depot.ComplexProperty(d => d.Hours, hours => hours.HasDiscriminator());
            depot.OwnsOne(d => d.Place, place =>
            {
                place.Property<Guid?>("SiteId");
                place.HasOne(p => p.Site).WithMany().HasForeignKey("DepotTenantId", "SiteId");
            });
        });
        modelBuilder.Entity<LotPart>().Property<Guid?>("LotId");
        modelBuilder.Entity<Lot>().HasMany(lot => lot.Parts).WithOne().HasForeignKey("TenantId", "LotId");
    }
}

internal sealed class Site(DateTimeOffset createdAt) : Entity(createdAt);

internal sealed record Size(double Width, double Height);

internal sealed class Address
{
    public string City { get; set; } = "";

    public int? Code { get; set; }
}

internal sealed class Sender
{
    public string Name { get; set; } = "";

    public Address? Address { get; set; }
}

internal sealed class Parcel : Entity
{
    public Parcel(DateTimeOffset createdAt)
        : base(createdAt)
    {
    }

    public Size Size { get; set; } = new(0, 0);

    public Sender? Sender { get; set; }

    public Site? Origin { get; set; }

    public int Number { get; private set; }

    public int Priority { get; set; }
}

internal abstract class Vehicle(DateTimeOffset createdAt) : Entity(createdAt);

internal sealed class Truck(DateTimeOffset createdAt) : Vehicle(createdAt)
{
    public double Load { get; set; }
}

internal sealed class Van(DateTimeOffset createdAt) : Vehicle(createdAt)
{
    public double Load { get; set; }
}

internal sealed class Bike(DateTimeOffset createdAt) : Vehicle(createdAt);

internal sealed class Item
{
    public string Name { get; set; } = "";
}

internal sealed class Basket(DateTimeOffset createdAt) : Entity(createdAt)
{
    public List<Item> Items { get; } = [];
}

internal sealed class Visit(DateTimeOffset createdAt) : Entity(createdAt)
{
    public Site? Place { get; set; }
}

internal sealed class Leg
{
    public string Name { get; set; } = "";

    public Site? Harbour { get; set; }
}

internal sealed class Voyage(DateTimeOffset createdAt) : Entity(createdAt)
{
    public Leg? Leg { get; set; }
}

internal static class Abroad
{
    internal sealed class Truck(DateTimeOffset createdAt) : Entity(createdAt);
}

internal sealed class Ghost(DateTimeOffset createdAt) : Entity(createdAt);
