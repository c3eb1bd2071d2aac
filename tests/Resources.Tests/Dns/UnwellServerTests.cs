using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Coder.Infra.Dns;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Dns;

/// <summary>Against servers that misbehave.</summary>
public sealed class UnwellServerTests
{
    private static readonly AddressRecord Eu = AddressRecord.To("eu.coder.example.com", "203.0.113.7");

    [Fact]
    public async Task A_server_that_fails_for_a_while_is_asked_again()
    {
        var failures = 2;
        using var server = new Answering(() => failures-- > 0 ? ReturnCode.ServerFailure : ReturnCode.NoError, _ => [Eu]);

        await server.Updater(new QuickTime()).CreateAsync(Eu, TimeSpan.FromMinutes(1), default);

        Assert.True(failures < 0);
    }

    [Fact]
    public async Task A_secondary_that_lags_behind_is_waited_for()
    {
        var last = 0;
        using var server = new Answering(() => ReturnCode.NoError, asked => (last = asked) < 9 ? [] : [Eu]);

        await server.Updater(new QuickTime()).CreateAsync(Eu, TimeSpan.FromMinutes(1), default);

        Assert.True(last >= 9, $"asked {last} times");
    }

    [Fact]
    public async Task A_secondary_that_never_catches_up_is_told()
    {
        using var server = new Answering(() => ReturnCode.NoError, _ => []);

        var error = await Assert.ThrowsAsync<DnsException>(() => server.Updater(new QuickTime()).CreateAsync(Eu, TimeSpan.FromSeconds(10), default));

        Assert.Contains("took eu.coder.example.com A 203.0.113.7, but still answers with nothing after 0:00:10", error.Message);
    }

    /// <summary>A server that answers updates and queries as a test says.</summary>
    private sealed class Answering : IDisposable
    {
        private readonly DnsServer _server;
        private readonly int _port;
        private int _asked;

        public Answering(Func<ReturnCode> update, Func<int, AddressRecord[]> query)
        {
            using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                _port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            }

            var key = Convert.FromBase64String(Bind.Secret);
            _server = new DnsServer(new TcpServerTransport(new IPEndPoint(IPAddress.Loopback, _port), 5000, 5000)) { TsigKeySelector = (_, _, _) => key };
            _server.QueryReceived += (_, args) =>
            {
                if (args.Query is DnsUpdateMessage message)
                {
                    var answer = message.CreateResponseInstance();
                    answer.ReturnCode = update();
                    answer.TSigOptions = new TSigRecord(message.TSigOptions!.Name, TSigAlgorithm.Sha256, DateTime.UtcNow, TimeSpan.FromMinutes(5), message.TransactionID, ReturnCode.NoError, [], key);
                    args.Response = answer;
                }
                else if (args.Query is DnsMessage { Questions: [var question] } asked)
                {
                    var answer = asked.CreateResponseInstance();
                    answer.AnswerRecords.AddRange(query(Interlocked.Increment(ref _asked)).Select(record => record.ToRecord(30)).Where(record => record.RecordType == question.RecordType));
                    args.Response = answer;
                }

                return Task.CompletedTask;
            };
            _server.Start();
        }

        public RecordUpdater Updater(TimeProvider time) => new(new DnsSettings("127.0.0.1", _port, "coder.example.com", "key", "hmac-sha256", Bind.Secret, 30), time, _ => { });

        public void Dispose() => _server.Stop();
    }
}
