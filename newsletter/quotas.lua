-- See quotas.py. All times are microseconds by this server's clock.
local prefix, request = KEYS[1], cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local slowings = prefix .. 'slowed'

local function whole(number)  -- Lua would write large ones as 1.7e+15
  return string.format('%.0f', number)
end

local function slowing(operator)
  local kept = redis.call('HGET', slowings, operator)
  if not kept then return nil end
  local ends, first = string.match(kept, '(%d+) (%d+)')
  ends, first = tonumber(ends), tonumber(first)
  local level = first + math.max(0, math.floor((now - ends) / request.step))
  if level >= request.enough then
    redis.call('HDEL', slowings, operator)
    return nil
  end
  return {operator = operator, pause = math.max(0, ends - now), level = level}
end

for _, one in ipairs(request.pushed) do
  local before = slowing(one.operator)
  if not before or before.pause == 0 then
    local level = before and math.max(1, math.floor(before.level / 2)) or 1
    redis.call('HSET', slowings, one.operator, whole(now + one.pause) .. ' ' .. level)
  end
end

local sharers = 1

local function spaced(ask, count)
  local free, held, alive = prefix .. ask.key .. ':free', prefix .. ask.key .. ':held', prefix .. ask.key .. ':alive'
  local function add(due)
    redis.call('ZADD', free, whole(due), redis.call('HINCRBY', held, '#', 1))
  end
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', alive, '-inf', whole(now))) do
    for _ = 1, tonumber(redis.call('HGET', held, gone) or 0) do add(now + ask.window) end
    redis.call('HDEL', held, gone)
    redis.call('ZREM', alive, gone)
  end
  local mine = tonumber(redis.call('HGET', held, request.holder) or 0)
  for _, age in ipairs(ask.ages) do
    add(now - age + ask.window)
    mine = math.max(0, mine - 1)
  end
  redis.call('HSET', held, request.holder, mine)
  local total = redis.call('ZCARD', free)
  for _, holder in ipairs(redis.call('ZRANGE', alive, 0, -1)) do
    if holder ~= request.holder then total = total + tonumber(redis.call('HGET', held, holder) or 0) end
  end
  total = total + mine
  for number = 0, count - total - 1 do add(now + math.floor(number * ask.window / count)) end
  if total > count then redis.call('ZPOPMIN', free, total - count) end
  local at = {}
  local last = ask.urgent and '+inf' or whole(now + request.horizon)
  local found = redis.call('ZRANGEBYSCORE', free, '-inf', last, 'WITHSCORES', 'LIMIT', 0, ask.want)
  for place = 1, #found, 2 do
    redis.call('ZREM', free, found[place])
    at[#at + 1] = math.max(0, tonumber(found[place + 1]) - now)
  end
  redis.call('HSET', held, request.holder, mine + #at)
  redis.call('ZADD', alive, whole(now + request.held), request.holder)
  sharers = math.max(sharers, redis.call('ZCARD', alive))
  for _, key in ipairs({free, held, alive}) do
    redis.call('PEXPIRE', key, whole((request.held + 2 * ask.window) / 1000))
  end
  local first = redis.call('ZRANGE', free, 0, 0, 'WITHSCORES')
  return {at = at, wait = first[2] and math.max(0, tonumber(first[2]) - now) or 0}
end

local function counted(ask)
  local parts, length = prefix .. ask.key .. ':parts', ask.window / request.parts
  local part = math.floor(now / length)
  local sum, oldest = 0, part
  if ask.unused > 0 then
    local here = tonumber(redis.call('HGET', parts, whole(part)) or 0)
    redis.call('HSET', parts, whole(part), math.max(0, here - ask.unused))
  end
  local kept = redis.call('HGETALL', parts)
  for place = 1, #kept, 2 do
    local number, mails = tonumber(kept[place]), tonumber(kept[place + 1])
    if number < part - request.parts then
      redis.call('HDEL', parts, kept[place])
    elseif mails > 0 then
      sum, oldest = sum + mails, math.min(oldest, number)
    end
  end
  local at = {}
  for _ = 1, ask.urgent and ask.want or math.max(0, math.min(ask.want, ask.count - sum)) do at[#at + 1] = 0 end
  redis.call('HINCRBY', parts, whole(part), #at)
  redis.call('PEXPIRE', parts, whole(2 * ask.window / 1000))
  return {at = at, wait = #at > 0 and 0 or (oldest + request.parts + 1) * length - now}
end

local grants = {}
for number, ask in ipairs(request.asks) do
  local slow = ask.operator ~= '' and slowing(ask.operator) or nil
  local count = ask.count
  if slow then count = count > 0 and math.min(count, slow.level) or slow.level end
  if not ask.spaced then
    grants[number] = counted(ask)
  elseif slow and slow.pause > 0 then
    ask.want = 0
    spaced(ask, count)  -- what it gives back
    grants[number] = {at = {}, wait = slow.pause}
  elseif count == 0 then
    local at = {}
    for place = 1, ask.want do at[place] = 0 end
    grants[number] = {at = at, wait = 0}
  else
    grants[number] = spaced(ask, count)
  end
end

local slowed = {}
for _, operator in ipairs(redis.call('HKEYS', slowings)) do slowed[#slowed + 1] = slowing(operator) end
return cjson.encode({grants = grants, slowed = slowed, sharers = sharers})
