namespace MlOps.Domain.Tests;

public class Uuid7Tests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 21, 18, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void The_same_time_and_bits_give_the_same_id()
    {
        Assert.Equal(Uuid7.Create(Moment, 7), Uuid7.Create(Moment, 7));
        Assert.NotEqual(Uuid7.Create(Moment, 7), Uuid7.Create(Moment, 8));
        Assert.NotEqual(Uuid7.Create(Moment, 7), Uuid7.Create(Moment.AddMilliseconds(1), 7));
    }

    [Fact]
    public void An_id_has_version_7_and_its_time_whatever_its_random_bits()
    {
        Assert.All([UInt128.Zero, UInt128.One, UInt128.MaxValue, UInt128.MaxValue / 3], bits =>
        {
            var id = Uuid7.Create(Moment, bits);
            Assert.Equal(7, id.Version);
            Assert.InRange(id.Variant, 8, 11);
            Assert.Equal(Moment, Uuid7.TimeOf(id));
            Assert.True(id >= Uuid7.Lowest(Moment) && id < Uuid7.Lowest(Moment.AddMilliseconds(1)));
        });
    }

    [Fact]
    public void The_id_contains_all_random_bits_that_have_a_place() =>
        Assert.Equal("7fff-bfff-ffffffffffff", Uuid7.Create(Moment, UInt128.MaxValue).ToString()[14..]);
}
