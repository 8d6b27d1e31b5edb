using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Migrator.Sample;

/// <summary>
/// Random numbers and ids that are the same on every machine and with every version of .NET, by the algorithm splitmix64.
/// The numbers of a seeded <see cref="Random"/> may change with .NET.
/// </summary>
internal sealed class SeededRandom : Random
{
    private ulong _state;

    private SeededRandom(ulong state) => _state = state;

    /// <summary>Always the same numbers for the same text.</summary>
    public static SeededRandom From(string text) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    public override double NextDouble() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public override int Next(int maxValue) => (int)(NextDouble() * maxValue);

    public bool Happens(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>Near 0, with a standard deviation of 1, and never further away than 3.</summary>
    public double NextNormal() => 2 * (NextDouble() + NextDouble() + NextDouble() - 1.5);

    /// <summary>Gives an entity an id of its time, the same in each run. Call it before anything refers to the entity.</summary>
    public T AssignId<T>(T entity)
        where T : Entity
    {
        entity.ReplaceId(NextId(entity.CreatedAt));
        return entity;
    }

    /// <summary>An id for what happens at a time.</summary>
    public Guid NextId(DateTimeOffset at) => Uuid7.Create(at, new UInt128(Bits(), Bits()));

    /// <summary>The same for a schema with its features.</summary>
    public FeatureSchema AssignIds(FeatureSchema schema)
    {
        AssignId(schema);
        foreach (var feature in schema.Features)
            AssignId(feature).Follow(schema);

        return schema;
    }

    protected override double Sample() => NextDouble();

    private ulong Bits()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
