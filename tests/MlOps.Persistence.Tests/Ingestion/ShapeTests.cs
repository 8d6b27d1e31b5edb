using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Serialization;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;
using NpgsqlTypes;

namespace MlOps.Persistence.Tests.Ingestion;

[OneVersionIsEnough, StandardNames("Its contexts have models of their own.")]
public sealed class ShapeTests(TestServer server) : IAsyncLifetime
{
    private NpgsqlDataSource _dataSource = null!;
    private string _connectionString = "";

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateEmptyDatabaseAsync();
        var builder = new NpgsqlDataSourceBuilder(_connectionString);
        builder.MapEnum<Mood>("mood");
        _dataSource = builder.Build();
        await using var context = CreateContext();
        await context.Database.EnsureCreatedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task Parts_classes_references_and_defaults_are_stored_as_saving_stores_them()
    {
        var saved = await StoreAsync(SaveOneByOneAsync);
        foreach (var store in (Func<ShapesContext, Task>[])
            [context => BulkInsert.RunAsync(context, _entities, default), context => LargeBatch.StoreAsync(context, _entities)])
        {
            await ExecuteAsync(
                "TRUNCATE parcel, voyage, vehicle, depot, site, shipment, specimen, \"Odd \"\"Exhibits\" CASCADE; " +
                "ALTER SEQUENCE parcel_number_seq RESTART");
            Assert.Equal(saved, await StoreAsync(store));
        }
    }

    [Fact]
    public async Task What_comes_again_is_changed_where_it_differs()
    {
        var depots = _entities.OfType<Depot>().ToList();
        await using var context = CreateContext();
        await BulkInsert.RunAsync(context, [.. _entities.OfType<Site>(), .. depots], default);
        await context.BulkUpsertAsync(depots);
        Assert.Equal(3, await CountAsync("plan::text = '{}'"));

        var token = depots[1].Token = Guid.CreateVersion7();
        depots[0].Plan = "[1]";
        await context.BulkUpsertAsync(depots);
        Assert.Equal((1, 1), (await CountAsync("plan::text = '[1]'"), await CountAsync($"token = '{token}'")));
    }

    [Fact]
    public async Task A_value_that_only_another_entity_knows_is_refused() =>
        await AssertRefusedAsync(new LotPart(Sample.Noon), "LotPart.LotId, which is not a property of the class");

    [Fact]
    public async Task Parts_come_back_from_a_journal_as_they_were_written()
    {
        await using var context = CreateContext();
        foreach (var shipment in _entities.OfType<Shipment>())
        {
            var text = WriteCodec.ToText(context.Model, Write.Of(shipment));
            var read = WriteCodec.Read(context.Model, nameof(Shipment), Encoding.UTF8.GetBytes(text));
            Assert.Equivalent(shipment, read.Entity, strict: true);
            Assert.Equal(text, WriteCodec.ToText(context.Model, read));
        }
    }

    [Fact]
    public async Task Values_come_back_from_a_journal_of_whatever_type_they_are()
    {
        var sighting = new Sighting(Sample.Noon)
        {
            Address = IPAddress.Parse("10.1.2.3"),
            Addresses = [IPAddress.Parse("::1")],
            Network = IPNetwork.Parse("10.0.0.0/8"),
            Device = PhysicalAddress.Parse("00-11-22-33-44-55"),
            Count = BigInteger.Pow(10, 30),
            Flags = new BitArray([true, false, true]),
            Place = new NpgsqlPoint(1, 2),
            Line = new NpgsqlLine(1, 2, 3),
            Segment = new NpgsqlLSeg(1, 2, 3, 4),
            Area = new NpgsqlBox(4, 3, 2, 1),
            Circle = new NpgsqlCircle(1, 2, 3),
            Track = [new NpgsqlPoint(3, 4)],
            Document = JsonElement.Parse("{\"a\": [1]}"),
            Duration = TimeSpan.FromHours(30.5),
            Day = new DateOnly(2026, 3, 1),
            Hour = new TimeOnly(3, 4, 5),
            Price = 1.10m,
            Letter = '"',
            Picture = [1, 2],
            Times = [Sample.Noon.UtcDateTime],
            Moods = [Mood.Wild],
            Link = new Uri("http://a/b"),
        };
        await using var context = CreateContext();
        await BulkInsert.RunAsync(context, [sighting], default);
        var text = WriteCodec.ToText(context.Model, Write.Of(sighting));
        var read = WriteCodec.Read(context.Model, nameof(Sighting), Encoding.UTF8.GetBytes(text));
        Assert.All(
            context.Model.FindEntityType(typeof(Sighting))!.GetProperties(),
                property => Assert.NotNull(property.GetGetter().GetClrValue(read.Entity!)));
        // What was not understood would be written otherwise than it was.
        Assert.Equal(text, WriteCodec.ToText(context.Model, read));
    }

    [Fact]
    public async Task A_collection_in_a_table_of_its_own_is_refused()
    {
        await AssertRefusedAsync(new Basket(Sample.Noon), "Basket.Items is not stored in columns of the entity's own row");
        await AssertRefusedAsync(new Catalogue(Sample.Noon), "Catalogue.Content.Items is not stored in columns of the entity's own row");
    }

    [Fact]
    public async Task What_has_no_table_is_refused_rather_than_counted_as_stored()
    {
        await AssertRefusedAsync(new Ghost(Sample.Noon), "Ghost is mapped to no table");
    }

    [Theory]
    [InlineData(typeof(Parcel), "Parcel.OriginId is not a property of the class")]
    [InlineData(typeof(Basket), "Basket.Items is not stored in columns of the entity's own row")]
    [InlineData(typeof(Visit), "PlaceId")]
    [InlineData(typeof(Voyage), "Leg.HarbourId is not a property of the class")]
    [InlineData(typeof(Stay), "Stay.Dates has a type without a form in JSON")]
    [InlineData(typeof(Depot), "DepotPlace.SiteId is not a property of the class")]
    [InlineData(typeof(Truck), "two entities named Truck")]
    public async Task What_a_journal_could_not_give_back_as_it_was_is_refused(Type type, string reason)
    {
        await using var context = CreateContext();
        var error = Assert.Throws<NotSupportedException>(() => EntityCodec.For(context.Model, type));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private readonly IReadOnlyList<Entity> _entities = Entities();

    private static IReadOnlyList<Entity> Entities()
    {
        var site = new Site(Sample.Noon);
        return
        [
            new Parcel(Sample.Noon) { Size = new Size(1, 2), Origin = site, Priority = 3 },
            new Parcel(Sample.Noon) { Sender = new Sender { Name = "ann" } },
            new Parcel(Sample.Noon) { Sender = new Sender { Name = "bob", Address = new Address { City = "Bern", Code = 3000 } } },
            site,
            new Voyage(Sample.Noon),
            new Voyage(Sample.Noon) { Leg = new Leg { Name = "afloat" } },
            new Voyage(Sample.Noon) { Leg = new Leg { Name = "last", Harbour = site } },
            new Truck(Sample.Noon) { Load = 7.5 },
            new Van(Sample.Noon) { Load = 2 },
            new Bike(Sample.Noon),
            new Depot(Sample.Noon),
            new Depot(Sample.Noon) { Rent = new Price(1, Mood.Calm), Hours = new DepotHours(),
                Place = new DepotPlace { City = "Bern", Site = site } },
            new Depot(Sample.Noon) { Hours = new DepotHours { Mood = Mood.Wild }, Place = new DepotPlace { City = "Chur" } },
            new Exhibit(Sample.Noon),
            new Specimen(Sample.Noon),
            Specimen.Lowest(),
            Specimen.Highest(),
            Specimen.Exact(),
            new Shipment(Sample.Noon),
            new Shipment(Sample.Noon) { Sender = null, Remark = null, Price = default },
            new Shipment(Sample.Noon)
            {
                Discount = new Price(0.5m, Mood.Wild),
                Receipt = new Receipt(),
                Insurance = new Insurance { Company = "Sea \"& Sons\"", Vault = new Size(double.NaN, 4) },
                Sender = new Sender { Name = "eve", Address = new Address { City = "Bern", Code = 3000 } },
            },
        ];
    }

    // So that they are numbered in this order.
    private async Task SaveOneByOneAsync(ShapesContext context)
    {
        foreach (var entity in _entities.OrderBy(entity => entity is not Site))
        {
            context.Add(entity);
            await context.SaveChangesAsync();
        }
    }

    private async Task<List<string>> StoreAsync(Func<ShapesContext, Task> store)
    {
        await using var context = CreateContext();
        await store(context);
        await using var command = _dataSource.CreateCommand(
            """
            SELECT row_to_json(p)::text FROM parcel p UNION ALL SELECT row_to_json(v)::text FROM vehicle v
            UNION ALL SELECT row_to_json(s)::text FROM site s UNION ALL SELECT row_to_json(v)::text FROM voyage v
            UNION ALL SELECT row_to_json(d)::text FROM depot d UNION ALL SELECT row_to_json(s)::text FROM specimen s
            UNION ALL SELECT row_to_json(s)::text FROM shipment s UNION ALL SELECT row_to_json(e)::text FROM "Odd ""Exhibits" e ORDER BY 1
            """);
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));

        return rows;
    }

    private async Task AssertRefusedAsync(Entity entity, string reason)
    {
        await using var context = CreateContext();
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => BulkInsert.RunAsync(context, [entity], default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private async Task<long> CountAsync(string condition)
    {
        await using var command = _dataSource.CreateCommand($"SELECT count(*) FROM depot WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private ShapesContext CreateContext()
    {
        var builder = new DbContextOptionsBuilder<ShapesContext>();
        builder.UseMlOps(_dataSource, configure: npgsql => npgsql.MapEnum<Mood>("mood"));
        return new ShapesContext(builder.Options);
    }
}
