using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;

namespace MlOps.Migrator.Generate;

/// <summary>
/// Random numbers and ids that are the same each time, on every machine and with every .NET: that of a seeded
/// <see cref="Random"/> may change (splitmix64).
/// </summary>
internal sealed class Chance : Random
{
    private ulong _state;

    private Chance(ulong state) => _state = state;

    /// <summary>The chance that belongs to a text.</summary>
    public static Chance Of(string text) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    public override double NextDouble() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public override int Next(int maxValue) => (int)(NextDouble() * maxValue);

    public bool Is(double probability) => NextDouble() < probability;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    /// <summary>Near 0, with a standard deviation of 1, and never further away than 3.</summary>
    public double NextNormal() => 2 * (NextDouble() + NextDouble() + NextDouble() - 1.5);

    /// <summary>Gives an entity an id of its time that is the same each time. Before anything refers to it.</summary>
    public T Identify<T>(T entity)
        where T : Entity
    {
        entity.ReplaceId(Uuid7.Create(entity.CreatedAt, new UInt128(Bits(), Bits())));
        return entity;
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
