using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Text.Json;
using MlOps.Domain;
using NpgsqlTypes;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Values of the types that PostgreSQL has columns for, with and without a form in JSON.</summary>
internal sealed class Sighting(DateTimeOffset createdAt) : Entity(createdAt)
{
    public IPAddress? Address { get; set; }

    public IPAddress[]? Addresses { get; set; }

    public IPNetwork? Network { get; set; }

    public PhysicalAddress? Device { get; set; }

    public BigInteger? Count { get; set; }

    public BitArray? Flags { get; set; }

    public NpgsqlPoint? Place { get; set; }

    public NpgsqlLine? Line { get; set; }

    public NpgsqlLSeg? Segment { get; set; }

    public NpgsqlBox? Area { get; set; }

    public NpgsqlCircle? Circle { get; set; }

    public List<NpgsqlPoint>? Track { get; set; }

    public JsonElement? Document { get; set; }

    public TimeSpan? Duration { get; set; }

    public DateOnly? Day { get; set; }

    public TimeOnly? Hour { get; set; }

    public decimal? Price { get; set; }

    public char? Letter { get; set; }

    public byte[]? Picture { get; set; }

    public List<DateTime>? Times { get; set; }

    public Mood[]? Moods { get; set; }

    public Uri? Link { get; set; }
}

/// <summary>Nothing writes its dates as JSON.</summary>
internal sealed class Stay(DateTimeOffset createdAt) : Entity(createdAt)
{
    public NpgsqlRange<DateOnly>? Dates { get; set; }
}
