-- See quotas.py; `delivery.pacing.seats.Bench` in Lua. All times are microseconds by this server's clock.
local sitters, request = KEYS[1], cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local others, wanting = {}, 1
local taken = 0
local kept = redis.call('HGETALL', sitters)
for place = 1, #kept, 2 do
  local held, want, ends = string.match(kept[place + 1], '(%d+) (%d+) (%d+)')
  held, want, ends = tonumber(held), tonumber(want), tonumber(ends)
  if ends <= now then
    redis.call('HDEL', sitters, kept[place])
  elseif kept[place] ~= request.holder then
    others[#others + 1] = {held = held, want = want}
    taken = taken + held
    if want > 0 then wanting = wanting + 1 end
  end
end

local fair = math.max(1, math.floor(request.limit / wanting))
local may = math.max(0, math.min(request.want, request.limit - taken))
for _, one in ipairs(others) do
  if one.held < math.min(one.want, fair) then may = math.min(may, fair) end
end

if request.held > 0 or request.want > 0 then
  local line = string.format('%d %d %.0f', math.max(request.held, may), request.want, now + request.lease)
  redis.call('HSET', sitters, request.holder, line)
  redis.call('PEXPIRE', sitters, string.format('%.0f', 2 * request.lease / 1000))
else
  redis.call('HDEL', sitters, request.holder)
end
return may
